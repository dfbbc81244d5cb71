package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Reads;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.change.ChangePlanning;
import io.millrace.planner.change.InsertPlanning;
import io.millrace.planner.errors.ErrorTranslation;
import io.millrace.planner.errors.UnsupportedSyntax;
import io.millrace.planner.expression.TranslatedFallibility;
import io.millrace.planner.function.ParameterBinding;
import io.millrace.planner.graph.Graph;
import io.millrace.planner.graph.GraphBuilder;
import io.millrace.planner.graph.node.Planning;
import io.millrace.planner.graph.node.Renaming;
import io.millrace.planner.recursion.RecursionGraph;
import io.millrace.planner.recursion.RecursivePart;
import io.millrace.planner.recursion.RecursiveQueries;
import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.rules.PlanSize;
import io.millrace.planner.rules.PresentUser;
import io.millrace.planner.rules.normalization.Normalization;
import io.millrace.planner.rules.normalization.Repeatability;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.unnest.Unnesting;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Cancellation;
import io.millrace.sql.tree.TreeText;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.query.Emit;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.sql.SqlNode;

/** The way of one query from its syntax tree to its graph. Used once. */
final class QueryPlanning {

    private static final Fallibility FALLIBILITY = new TranslatedFallibility();
    private static final Normalization NORMALIZATION = new Normalization(FALLIBILITY);

    private final Catalog catalog;
    private final PlanMode mode;
    private final Cancellation cancellation;
    private final boolean unbound;
    private QueryAlgebra algebra;
    private boolean fill;

    QueryPlanning(Catalog catalog, PlanMode mode, Cancellation cancellation) {
        this(catalog, mode, cancellation, false);
    }

    /** @param unbound whether parameters stay what they are */
    QueryPlanning(Catalog catalog, PlanMode mode, Cancellation cancellation, boolean unbound) {
        this.unbound = unbound;
        this.cancellation = cancellation;
        this.catalog = catalog;
        this.mode = mode;
    }

    private QueryAlgebra algebra() {
        if (algebra == null) {
            algebra = new QueryAlgebra(catalog, fill, cancellation, unbound);
        }
        return algebra;
    }

    PlannedQuery plan(QueryStatement query, List<Literal> values) {
        return ErrorTranslation.of(catalog, query.query()).during(() -> {
            UnsupportedSyntax.refuse(query.query());
            fill = query.emit().filter(Emit::fill).isPresent();
            RelRoot root = algebra().convert(query.batchQuery());
            return graph(root, algebra().parameters(), values);
        });
    }

    PlannedInsert insert(InsertStatement statement, List<Literal> values) {
        return ErrorTranslation.of(catalog, statement.insert()).during(() -> {
            InsertPlanning insert = inserting(statement);
            Optional<Values> constants = insert.constantRows();
            if (constants.isPresent()) {
                return new PlannedInsert(insert.target(), constant(constants.get()));
            }
            return new PlannedInsert(
                    insert.target(), graph(fitted(insert), algebra().parameters(), values));
        });
    }

    private RelRoot fitted(InsertPlanning insert) {
        RelRoot root = algebra().convert(insert.typedSource());
        return insert.fit(
                root,
                algebra().rex(),
                insert.defaults(value ->
                        algebra().within(insert.target(), () -> algebra().constant(value))));
    }

    /** @param statement as written */
    PlannedChange change(SqlNode statement, Function<Catalog, ChangePlanning> planning, List<Literal> values) {
        return ErrorTranslation.of(catalog, statement).during(() -> {
            UnsupportedSyntax.refuse(statement);
            ChangePlanning change = planning.apply(catalog);
            RelRoot root =
                    change.fit(algebra().convert(change.query()), algebra().rex());
            return new PlannedChange(change.target(), graph(root, algebra().parameters(), values));
        });
    }

    /** @param statement as written, of which the query is a part */
    PlannedQuery part(SqlNode statement, Supplier<SqlNode> query, List<Literal> values) {
        return ErrorTranslation.of(catalog, statement).during(() -> {
            UnsupportedSyntax.refuse(statement);
            RelRoot root = algebra().convert(query.get());
            return graph(root, algebra().parameters(), values);
        });
    }

    /** @param statement as written, of which the query is a part */
    Signature describePart(SqlNode statement, Supplier<SqlNode> query) {
        return ErrorTranslation.of(catalog, statement).during(() -> {
            UnsupportedSyntax.refuse(statement);
            RelRoot root = algebra().convert(query.get());
            return new Signature(
                    TypeConversion.rowType(root.validatedRowType), algebra().parameters());
        });
    }

    /** @param statement as written */
    Signature describeChange(SqlNode statement, Function<Catalog, ChangePlanning> planning) {
        return ErrorTranslation.of(catalog, statement).during(() -> {
            UnsupportedSyntax.refuse(statement);
            ChangePlanning change = planning.apply(catalog);
            change.fit(algebra().convert(change.query()), algebra().rex());
            return new Signature(new RowType(List.of()), algebra().parameters());
        });
    }

    String defaultText(SqlNode value, Field column, CalledFunctions functions) {
        return ErrorTranslation.of(catalog, value).during(() -> {
            UnsupportedSyntax.refuse(value);
            InsertPlanning.checkDefault(
                    value, column, algebra()::constant, algebra().rex());
            functions.note(algebra().named());
            return TreeText.of(value);
        });
    }

    private static PlannedQuery constant(Values rows) {
        return new PlannedQuery(
                rows,
                rows.rowType(),
                Optional.empty(),
                List.of(),
                0,
                OptionalLong.empty(),
                Reads.NOTHING,
                Set.of(),
                List.of(),
                List.of());
    }

    Signature describeInsert(InsertStatement statement) {
        return ErrorTranslation.of(catalog, statement.insert()).during(() -> {
            InsertPlanning insert = inserting(statement);
            fitted(insert);
            return new Signature(new RowType(List.of()), algebra().parameters());
        });
    }

    private InsertPlanning inserting(InsertStatement statement) {
        UnsupportedSyntax.refuse(statement.source().query());
        fill = statement.source().emit().filter(Emit::fill).isPresent();
        Relation target = RelationLookup.get(catalog, statement.target());
        return new InsertPlanning(
                target,
                statement.columns(),
                statement.overriding(),
                statement.source().batchQuery());
    }

    Signature describe(QueryStatement query) {
        return ErrorTranslation.of(catalog, query.query()).during(() -> {
            UnsupportedSyntax.refuse(query.query());
            fill = query.emit().filter(Emit::fill).isPresent();
            RelRoot root = algebra().convert(query.batchQuery());
            RowType rowType = TypeConversion.rowType(root.validatedRowType);
            return new Signature(rowType, algebra().parameters());
        });
    }

    private PlannedQuery graph(RelRoot root, List<Field> parameters, List<Literal> values) {
        RelNode bound = parameters.isEmpty() || unbound
                ? root.rel
                : root.rel.accept(new ParameterBinding(algebra().rex(), values));
        RelNode asked = bound.accept(new PresentUser(
                algebra().rex(), catalog.user(), catalog.readerSchema(), mode.continuous() && !mode.isSubscription()));
        FinalSort sorted = FinalSort.of(root.withRel(asked), mode);
        RelNode independent = Unnesting.unnest(Normalization.lower(sorted.algebra()), FALLIBILITY);
        PlanSize.check(independent);
        RelNode normal = NORMALIZATION.normalize(independent);
        if (mode.continuous()) {
            Repeatability.check(normal, mode.appendOnly());
        }
        Graph graph = new GraphBuilder(planning(fill)).build(normal);
        Set<Relation> inputs = new LinkedHashSet<>(graph.inputs());
        DStream stream = Renaming.rename(withRecursive(graph.root(), inputs), sorted.names());
        int visible = sorted.names().size();
        if (mode.appendOnly()) {
            AppendOnly.check(stream, mode);
        }
        if (mode == PlanMode.VIEW_ON_WINDOW_CLOSE) {
            AppendOnly.checkThatWindowsClose(stream);
        }
        return new PlannedQuery(
                stream,
                stream.rowType().project(IntStream.range(0, visible).toArray()),
                graph.key().filter(key -> key.stream().allMatch(column -> column < visible)),
                sorted.order(),
                sorted.offset(),
                sorted.limit(),
                new Reads(names(inputs), algebra().named()),
                graph.eventTimeColumns().stream()
                        .filter(column -> column < visible)
                        .collect(Collectors.toSet()),
                warnings(stream, inputs, sorted),
                parameters);
    }

    private static Set<RelationName> names(Collection<Relation> relations) {
        return relations.stream()
                .map(Relation::name)
                .filter(name -> !name.schema().equals(RecursiveQueries.SCHEMA))
                .collect(Collectors.toSet());
    }

    private Planning planning(boolean fills) {
        return new Planning(
                mode.continuous(),
                mode.appendOnly(),
                mode.closesWindows(),
                fills,
                algebra().rex());
    }

    /**
     * The graph with the recursive queries that it reads.
     *
     * @param inputs to which those of these queries are added
     */
    private DStream withRecursive(DStream root, Set<Relation> inputs) {
        RecursionGraph recursion = new RecursionGraph(algebra -> {
            RelNode normal = NORMALIZATION.normalize(Unnesting.unnest(Normalization.lower(algebra), FALLIBILITY));
            if (mode.continuous()) {
                Repeatability.check(normal, mode.appendOnly());
            }
            Graph graph = new GraphBuilder(planning(false)).build(normal);
            inputs.addAll(graph.inputs());
            return graph.root();
        });
        for (RecursivePart part : algebra().recursive()) {
            if (mode.appendOnly()) {
                throw ValidationFailure.notSupported(
                        part.place(),
                        "a stream cannot be recursive, because rows that went on can go again; write CREATE MATERIALIZED VIEW");
            }
            recursion.add(part);
        }
        inputs.removeIf(relation -> relation.name().schema().equals(RecursiveQueries.SCHEMA));
        return recursion.replaced(root);
    }

    private List<String> warnings(DStream stream, Set<Relation> inputs, FinalSort sorted) {
        List<String> warnings = new ArrayList<>();
        if (mode.continuous()) {
            warnings.addAll(Boundedness.warnings(stream, inputs));
        }
        if (sorted.orderIgnored()) {
            warnings.add(
                    "ORDER BY without LIMIT has no effect here, because the rows of a view or stream have no order;"
                            + " write ORDER BY in the SELECT that reads them");
        }
        return warnings;
    }
}
