package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Literal;
import io.millrace.planner.errors.ErrorTranslation;
import io.millrace.planner.errors.UnsupportedSyntax;
import io.millrace.planner.expression.ParameterBinding;
import io.millrace.planner.graph.Graph;
import io.millrace.planner.graph.GraphBuilder;
import io.millrace.planner.graph.Planning;
import io.millrace.planner.graph.Renaming;
import io.millrace.planner.rules.Normalization;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.sql.tree.InsertStatement;
import io.millrace.sql.tree.QueryStatement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;

/** The way of one query from its syntax tree to its graph. Used once. */
final class QueryPlanning {

    private final Catalog catalog;
    private final PlanMode mode;
    private final QueryAlgebra algebra;

    QueryPlanning(Catalog catalog, PlanMode mode) {
        this.catalog = catalog;
        this.mode = mode;
        this.algebra = new QueryAlgebra(catalog);
    }

    PlannedQuery plan(QueryStatement query, List<Literal> values) {
        return ErrorTranslation.of(catalog, query.query()).during(() -> {
            UnsupportedSyntax.refuse(query.query());
            RelRoot root = algebra.convert(query.batchQuery());
            return graph(root, algebra.parameters(), values);
        });
    }

    PlannedInsert insert(InsertStatement statement, List<Literal> values) {
        return ErrorTranslation.of(catalog, statement.insert()).during(() -> {
            InsertPlanning insert = inserting(statement);
            RelRoot root = insert.fit(algebra.convert(insert.typedSource()), algebra.rex());
            return new PlannedInsert(insert.target(), graph(root, algebra.parameters(), values));
        });
    }

    Signature describeInsert(InsertStatement statement) {
        return ErrorTranslation.of(catalog, statement.insert()).during(() -> {
            InsertPlanning insert = inserting(statement);
            insert.fit(algebra.convert(insert.typedSource()), algebra.rex());
            return new Signature(new RowType(List.of()), algebra.parameters());
        });
    }

    private InsertPlanning inserting(InsertStatement statement) {
        UnsupportedSyntax.refuse(statement.source().query());
        Relation target = RelationLookup.get(catalog, statement.target());
        return new InsertPlanning(
                target, statement.columns(), statement.source().batchQuery());
    }

    Signature describe(QueryStatement query) {
        return ErrorTranslation.of(catalog, query.query()).during(() -> {
            UnsupportedSyntax.refuse(query.query());
            RelRoot root = algebra.convert(query.batchQuery());
            RowType rowType = TypeConversion.rowType(root.validatedRowType);
            return new Signature(rowType, algebra.parameters());
        });
    }

    private PlannedQuery graph(RelRoot root, List<Field> parameters, List<Literal> values) {
        RelNode bound = parameters.isEmpty() ? root.rel : root.rel.accept(new ParameterBinding(algebra.rex(), values));
        FinalSort sorted = FinalSort.of(root.withRel(bound), mode);
        RelNode normal = Normalization.normalize(sorted.algebra());
        Planning planning = new Planning(mode.continuous(), mode.appendOnly(), mode.closesWindows(), algebra.rex());
        Graph graph = new GraphBuilder(planning).build(normal);
        DStream stream = Renaming.rename(graph.root(), sorted.names());
        int visible = sorted.names().size();
        if (mode.appendOnly()) {
            AppendOnly.check(stream, mode);
        }
        return new PlannedQuery(
                stream,
                stream.rowType().project(IntStream.range(0, visible).toArray()),
                graph.key().filter(key -> key.stream().allMatch(column -> column < visible)),
                sorted.order(),
                sorted.offset(),
                sorted.limit(),
                graph.inputs().stream().map(Relation::name).collect(Collectors.toSet()),
                graph.eventTimeColumns().stream()
                        .filter(column -> column < visible)
                        .collect(Collectors.toSet()),
                mode.continuous() ? Boundedness.warnings(stream, graph.inputs()) : List.of(),
                parameters);
    }
}
