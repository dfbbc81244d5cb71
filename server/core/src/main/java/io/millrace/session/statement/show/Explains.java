package io.millrace.session.statement.show;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.dstream.DStream;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.ClassRecorder;
import io.millrace.engine.codegen.java.JaninoClasses;
import io.millrace.engine.local.LocalEngine;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.run.NodeReport;
import io.millrace.planner.GraphPrinter;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.StateExplanation;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.rows.RowList;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.ddl.Followers;
import io.millrace.session.statement.query.QueryModes;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.ddl.CreateMaterializedView;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.query.QueryStatement;
import io.millrace.sql.tree.show.Explain;
import io.millrace.sql.tree.show.ExplainMode;
import io.millrace.sql.tree.show.ExplainRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** EXPLAIN: what a statement would do, or what a running query does. */
public final class Explains {

    private static final RowType PLAN_TYPE = RowType.of(new Field("plan", Type.VARCHAR, false));
    private static final RowType CODE_TYPE = RowType.of(new Field("code", Type.VARCHAR, false));

    private static final RowType ANALYZE_TYPE = RowType.of(
            new Field("node", Type.VARCHAR, false),
            new Field("stage", Type.INTEGER, false),
            new Field("rows_in", Type.BIGINT, false),
            new Field("rows_out", Type.BIGINT, false),
            new Field("milliseconds", Type.DOUBLE, false),
            new Field("state_rows", Type.BIGINT, false),
            new Field("state_bytes", Type.BIGINT, false));

    private final Services services;
    private final Run run;

    public Explains(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public static RowType rowType(ExplainMode mode) {
        return switch (mode) {
            case PLAN -> PLAN_TYPE;
            case WATERMARK -> WatermarkExplanation.ROW_TYPE;
            case CODEGEN -> CODE_TYPE;
            case ANALYZE -> ANALYZE_TYPE;
        };
    }

    public Outcome explain(Explain explain) {
        return switch (explain.mode()) {
            case PLAN -> plan(explain.statement());
            case CODEGEN -> code(graph(explain.statement()));
            case ANALYZE ->
                throw At.unsupported(
                        explain,
                        "EXPLAIN ANALYZE of a statement is not supported; create a materialized view of it and write"
                                + " EXPLAIN ANALYZE and the view's name");
            case WATERMARK ->
                watermarks(new WatermarkExplanation(services)
                        .written(continuous(explain.statement()), Written.node(explain.statement())));
        };
    }

    /** The graph; of what would run on, also what it keeps. */
    private Outcome plan(Statement statement) {
        PlannedQuery planned = planned(statement);
        List<String> text = new ArrayList<>();
        text.add(GraphPrinter.print(planned.root()).stripTrailing());
        boolean runs = statement instanceof CreateMaterializedView
                || statement instanceof CreateStream
                || statement instanceof CreateSink;
        if (runs) {
            text.addAll(StateExplanation.lines(planned));
        }
        text.addAll(Followers.explained(services, run, statement));
        return lines(PLAN_TYPE, String.join("\n", text));
    }

    private static Outcome watermarks(RowList rows) {
        return Shows.rows(WatermarkExplanation.ROW_TYPE, rows.pages());
    }

    /** The graph of a statement; of a query, as if it went on, so that windows close. */
    private DStream continuous(Statement statement) {
        return statement instanceof QueryStatement query && !query.continuous()
                ? graph(query, PlanMode.VIEW)
                : graph(statement);
    }

    private DStream graph(Statement statement) {
        return planned(statement).root();
    }

    private PlannedQuery planned(Statement statement) {
        if (statement instanceof InsertStatement insert) {
            return services.plans()
                    .insert(insert, services.definitions().catalog(), run.parameters())
                    .query();
        }
        if (statement instanceof UpdateStatement
                || statement instanceof DeleteStatement
                || statement instanceof MergeStatement) {
            return services.plans()
                    .change(statement, services.definitions().catalog(), run.parameters())
                    .query();
        }
        if (statement instanceof QueryStatement query) {
            return planned(query, QueryModes.ofStatement(query));
        }
        if (statement instanceof CreateView view) {
            return planned(view.query(), PlanMode.RESULT);
        }
        if (statement instanceof CreateMaterializedView view) {
            return planned(view.query(), QueryModes.ofView(view.query()));
        }
        if (statement instanceof CreateStream stream && stream.query().isPresent()) {
            QueryStatement query = stream.query().get();
            return planned(query, QueryModes.ofStream(query));
        }
        if (statement instanceof CreateSink sink) {
            QueryStatement query = sink.query()
                    .orElseGet(() -> services.plans()
                            .selectAll(
                                    Written.node(sink.input()),
                                    services.definitions().catalog()));
            return planned(query, QueryModes.ofSink(sink, query));
        }
        throw At.unsupported(statement, "only statements with a query can be explained");
    }

    private DStream graph(QueryStatement query, PlanMode mode) {
        return planned(query, mode).root();
    }

    private PlannedQuery planned(QueryStatement query, PlanMode mode) {
        return services.plans().query(query, services.definitions().catalog(), mode, run.parameters());
    }

    public Outcome explainRelation(ExplainRelation explain) {
        Written written = Written.name(explain.name());
        RelationName name = At.relation(written);
        if (explain.mode() == ExplainMode.WATERMARK) {
            return watermark(name, written);
        }
        Query query = running(name, written);
        return switch (explain.mode()) {
            case PLAN -> lines(PLAN_TYPE, GraphPrinter.print(query.root()));
            case CODEGEN -> code(query.root());
            case ANALYZE -> analyze(name, written);
            case WATERMARK -> throw new IllegalStateException("explained before");
        };
    }

    private Outcome watermark(RelationName name, Written written) {
        WatermarkExplanation explanation = new WatermarkExplanation(services);
        Optional<Query> query = services.definitions().current().query(name);
        Optional<Relation> relation = services.definitions().catalog().find(name);
        if (query.isEmpty() && relation.isPresent() && relation.get() instanceof StreamRelation stream) {
            return watermarks(explanation.stream(stream, written));
        }
        if (query.isEmpty() && relation.isPresent() && relation.get() instanceof ViewRelation) {
            return watermarks(explanation.written(
                    graph(
                            services.plans()
                                    .selectAll(written, services.definitions().catalog()),
                            PlanMode.VIEW),
                    written));
        }
        return watermarks(explanation.running(
                name, query.orElseGet(() -> running(name, written)).root(), written));
    }

    private Query running(RelationName name, Written written) {
        Definitions.Version current = services.definitions().current();
        if (!current.exists(name)) {
            throw At.error(
                    ErrorCode.RELATION_NOT_FOUND, written, current.catalog().notFound(written.text()));
        }
        return current.query(name)
                .orElseThrow(
                        () -> At.error(ErrorCode.RELATION_WRONG_KIND, written, "no query runs for \"" + name + "\""));
    }

    private Outcome analyze(RelationName name, Written written) {
        Optional<QueryReport> report =
                Detached.call(services.workers(), run.execution(), services.driver()::queries).stream()
                        .filter(query -> query.name().equals(name.toString()))
                        .findFirst();
        RowList rows = new RowList(ANALYZE_TYPE);
        for (NodeReport node : report.orElseThrow(
                        () -> At.error(ErrorCode.RELATION_NOT_FOUND, written, "\"" + name + "\" was dropped"))
                .nodes()) {
            rows.add(
                    GraphPrinter.line(node.node()),
                    node.stage(),
                    node.rowsIn(),
                    node.rowsOut(),
                    node.nanos() / 1e6,
                    node.stateRows(),
                    node.stateBytes());
        }
        return Shows.rows(ANALYZE_TYPE, rows.pages());
    }

    /** Deploys the graph and notes all classes that are generated for it. */
    private Outcome code(DStream root) {
        ClassRecorder classes = new ClassRecorder(new JaninoClasses(Explains.class.getClassLoader()));
        try (LocalEngine engine = new LocalEngine(1, new OperatorFactory(new ClassCompiler(classes)))) {
            Query query = new Query("explained", Query.Output.RESULT, root, Optional.empty());
            engine.deploySingle(query, run.execution(), run.execution().memory())
                    .close();
        }
        return lines(CODE_TYPE, String.join("\n", classes.texts()));
    }

    private static Outcome lines(RowType rowType, String text) {
        RowList rows = new RowList(rowType);
        text.lines().forEach(rows::add);
        return Shows.rows(rowType, rows.pages());
    }
}
