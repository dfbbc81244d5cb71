package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.planner.errors.HiddenRelations;
import io.millrace.planner.function.FunctionExpansion;
import io.millrace.planner.function.UserOperators;
import io.millrace.planner.match.MatchConverter;
import io.millrace.planner.match.MatchValidator;
import io.millrace.planner.recursion.RecursivePart;
import io.millrace.planner.recursion.RecursiveQueries;
import io.millrace.planner.rules.ConstantColumns;
import io.millrace.planner.rules.ConstantLists;
import io.millrace.planner.rules.GroupedOuterColumns;
import io.millrace.planner.rules.LiftedOuterColumns;
import io.millrace.planner.rules.LongLists;
import io.millrace.planner.rules.PlainSelect;
import io.millrace.planner.rules.RowComparisons;
import io.millrace.planner.rules.SampledRows;
import io.millrace.planner.syntax.CatalogNames;
import io.millrace.planner.syntax.CommonTableNames;
import io.millrace.planner.syntax.DottedPaths;
import io.millrace.planner.syntax.OverSyntax;
import io.millrace.planner.types.MillraceRexBuilder;
import io.millrace.planner.types.MillraceTypeFactory;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.CatalogSchemas;
import io.millrace.planner.validation.MillraceOperators;
import io.millrace.planner.validation.OuterAggregates;
import io.millrace.planner.validation.RepeatedKeys;
import io.millrace.planner.validation.SessionSyntax;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.Cancellation;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/** Validates the queries of one statement and turns them into relational algebra. Used once, by one thread. */
final class QueryAlgebra {

    private final MillraceTypeFactory types;
    private final MillraceRexBuilder rex;
    private final RelOptCluster cluster;
    private final CatalogSchemas.Use use;
    private final RecursiveQueries recursion;
    private Reach reach;
    private final Set<RelationName> named = new LinkedHashSet<>();
    private List<Field> parameters;

    /** @param anyNull whether all columns are taken to be nullable, so that nothing is concluded from there being no nulls */
    QueryAlgebra(Catalog catalog, boolean anyNull, Cancellation cancellation) {
        this(catalog, anyNull, cancellation, false);
    }

    /** @param unbound whether parameters stay what they are */
    QueryAlgebra(Catalog catalog, boolean anyNull, Cancellation cancellation, boolean unbound) {
        this.types = new MillraceTypeFactory(cancellation);
        this.rex = new MillraceRexBuilder(types, unbound);
        VolcanoPlanner planner = new VolcanoPlanner();
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.setExecutor((builder, constants, folded) -> folded.addAll(constants)); // the engine computes them
        RelMetadataQueryBase.THREAD_PROVIDERS.set(JaninoRelMetadataProvider.of(DefaultRelMetadataProvider.INSTANCE));
        this.cluster = RelOptCluster.create(planner, rex);
        cluster.setMetadataQuerySupplier(ConstantColumns::new);
        this.use = new CatalogSchemas.Use(this::expand, this::note, anyNull);
        this.reach = reach(catalog);
        this.recursion = new RecursiveQueries(this::convertPart, this::declare, rex);
    }

    private Reach reach(Catalog catalog) {
        UserOperators operators = new UserOperators(catalog, function -> note(function.name()));
        return new Reach(catalog, CatalogSchemas.reader(catalog, types, use), operators);
    }

    private void note(Relation relation) {
        if (!relation.name().schema().equals(RecursiveQueries.SCHEMA)) {
            note(relation.name());
        }
    }

    private void note(RelationName name) {
        named.add(name);
        reach.named().add(name);
    }

    private void declare(Relation relation) {
        reach = reach.with(relation, types, use);
    }

    /** Does what belongs to the text of a view or function, whose names are those that its owner means. */
    <T> T within(RelationName definition, Supplier<T> work) {
        Reach outside = reach;
        reach = reach(outside.catalog().seenByOwnerOf(definition));
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw reach.failure(e, definition);
        } finally {
            reach = outside;
        }
    }

    /** The recursive queries among those converted so far, those within others first. */
    List<RecursivePart> recursive() {
        return recursion.parts();
    }

    MillraceTypeFactory types() {
        return types;
    }

    RexBuilder rex() {
        return rex;
    }

    /** The {@code ?} parameters of the query converted first, in order. */
    List<Field> parameters() {
        return parameters;
    }

    /** All relations and functions that the queries converted so far name, and those that the plain views and functions among them name. */
    Set<RelationName> named() {
        return named;
    }

    /** @param types in the order in which the parameters are met in the tree, which a rewritten statement may have another of */
    private static List<Field> parameters(SqlNode validated, RelDataType types) {
        Set<SqlDynamicParam> met = new LinkedHashSet<>();
        validated.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam parameter) {
                met.add(parameter);
                return parameter;
            }
        });
        SortedMap<Integer, Field> fields = new TreeMap<>();
        int next = 0;
        for (SqlDynamicParam parameter : met) {
            RelDataType type = types.getFieldList().get(next++).getType();
            String name = "?" + (parameter.getIndex() + 1);
            fields.put(parameter.getIndex(), new Field(name, TypeConversion.fromCalcite(type), true));
        }
        return List.copyOf(fields.values());
    }

    /** An expression without columns and parameters, which is written elsewhere. */
    RexNode constant(SqlNode expression) {
        SqlNode select = PlainSelect.of(expression.getParserPosition(), SqlNodeList.of(expression), null, null);
        RelNode rel = convertElsewhere(select).rel;
        if (rel instanceof Values values) {
            return values.getTuples().get(0).get(0);
        }
        if (!(rel instanceof Project project)
                || !isOneRow(project.getInput())
                || RexUtil.SubQueryFinder.containsSubQuery(project)) {
            throw ValidationFailure.at(expression, "a DEFAULT can be no query and no aggregate");
        }
        return project.getProjects().get(0);
    }

    private static boolean isOneRow(RelNode node) {
        return node instanceof Values || (node instanceof Project project && isOneRow(project.getInput()));
    }

    MatchValidator validator() {
        return new MatchValidator(reach.operators(), reach.reader(), types);
    }

    RelRoot convert(SqlNode query) {
        SqlNode plain = withoutRecursion(query);
        return converted(plain, reach.reader(), true);
    }

    private RelRoot convertPart(SqlNode query) {
        SqlNode plain = withoutRecursion(query);
        return converted(plain, reach.reader(), false);
    }

    /** The same for a query that may also read a row which belongs to nobody, such as the parameters of a function. */
    RelRoot convert(SqlNode query, SystemRelation row) {
        SqlNode plain = withoutRecursion(query);
        CalciteCatalogReader names = CatalogSchemas.reader(reach.catalog().with(row), types, use);
        RelRoot root = rex.elsewhere(() -> converted(plain, names, true));
        named.remove(row.name());
        return root;
    }

    /** The same for a query that is not in the text of the statement. */
    RelRoot convertElsewhere(SqlNode query) {
        return rex.elsewhere(() -> convert(query));
    }

    /** To be called before the names are read, to which it adds. */
    private SqlNode withoutRecursion(SqlNode query) {
        CommonTableNames.unify(query);
        return recursion.without(query);
    }

    private RelRoot converted(SqlNode query, CalciteCatalogReader names, boolean whole) {
        MatchValidator validator = new MatchValidator(reach.operators(), names, types);
        SqlNode plain = CatalogNames.leftOut(query, reach.catalog());
        HiddenRelations.refuse(plain);
        SqlNode bracketed = DottedPaths.inBrackets(plain, reach.catalog());
        SqlNode allowed = GroupedOuterColumns.allowed(OverSyntax.normalize(bracketed), MillraceOperators::isAggregate);
        SqlNode validated = validator.validate(SessionSyntax.normalize(allowed));
        RepeatedKeys.refuse(validated);
        OuterAggregates.refuse(validated);
        LongLists.mark(validated, validator::getValidatedNodeTypeIfKnown);
        if (whole && parameters == null) {
            parameters = parameters(validated, validator.getParameterRowType(validated));
        }
        RelRoot root = converter(validator, names).convertQuery(validated, false, true);
        reach.refuseDenied(query);
        RelNode expanded = reach.catalog().functions().isEmpty()
                ? root.rel
                : root.rel.accept(new FunctionExpansion(rex, new BodyPlanning(this)));
        return root.withRel(expanded.accept(new LiftedOuterColumns(rex))
                .accept(new SampledRows(rex))
                .accept(new RowComparisons(rex))
                .accept(new ConstantLists(rex)));
    }

    private SqlToRelConverter converter(MatchValidator validator, CalciteCatalogReader names) {
        RelOptTable.ViewExpander noExpander = (rowType, text, schemaPath, viewPath) -> {
            throw new IllegalStateException("views expand themselves");
        };
        return new MatchConverter(
                noExpander,
                validator,
                names,
                cluster,
                new ExactComparisons(),
                SqlToRelConverter.config()
                        .withExpand(false)
                        .withTrimUnusedFields(false)
                        .withAddJsonTypeOperatorEnabled(false)
                        // merged projections would compute outer columns over other rows than sub-queries mean, long
                        // lists are simplified member by member, pruned inputs of aggregates do not fail any more, and
                        // groups of a full join are taken for rows of its sides
                        .addRelBuilderConfigTransform(builder -> builder.withBloat(-1)
                                .withSimplify(false)
                                .withPruneInputOfAggregate(false)
                                .withAggregateUnique(true))
                        .withInSubQueryThreshold(Integer.MAX_VALUE));
    }

    private RelNode expand(ViewRelation view, RelOptTable.ToRelContext context) {
        return within(view.name(), () -> convertElsewhere(parse(view.query())).project());
    }

    private static SqlNode parse(String query) {
        if (SqlParsing.parseStatement(query).statement() instanceof QueryStatement statement) {
            return statement.batchQuery();
        }
        throw new IllegalStateException("the text of a view is not a query");
    }
}
