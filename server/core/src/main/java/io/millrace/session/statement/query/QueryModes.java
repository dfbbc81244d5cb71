package io.millrace.session.statement.query;

import io.millrace.catalog.RelationName;
import io.millrace.planner.PlanMode;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.statement.At;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.query.Emit;
import io.millrace.sql.tree.query.EmitMode;
import io.millrace.sql.tree.query.QueryStatement;
import java.util.Optional;

/** What a query is planned for, from where it stands and what its EMIT clause says. */
public final class QueryModes {

    private QueryModes() {}

    /** A query that is a statement of its own. */
    public static PlanMode ofStatement(QueryStatement query) {
        Optional<EmitMode> emit = emit(query);
        if (query.continuous()) {
            return emit.filter(mode -> mode == EmitMode.ON_UPDATE).isPresent()
                    ? PlanMode.SUBSCRIPTION_CHANGES
                    : PlanMode.SUBSCRIPTION;
        }
        if (query.emit().filter(written -> !written.fill()).isPresent()) {
            throw At.error(
                    ErrorCode.INVALID_QUERY,
                    Written.node(query.emit().orElseThrow()),
                    "EMIT is for queries that go on; write SELECT STREAM … EMIT …, or FILL to have rows of empty windows");
        }
        return PlanMode.RESULT;
    }

    public static PlanMode ofView(QueryStatement query) {
        return emit(query).filter(mode -> mode == EmitMode.ON_WINDOW_CLOSE).isPresent()
                ? PlanMode.VIEW_ON_WINDOW_CLOSE
                : PlanMode.VIEW;
    }

    public static PlanMode ofStream(QueryStatement query) {
        if (emit(query).filter(mode -> mode == EmitMode.ON_UPDATE).isPresent()) {
            throw At.error(
                    ErrorCode.INVALID_QUERY,
                    Written.node(query.emit().orElseThrow()),
                    "rows of a stream are never changed, so that it cannot EMIT CHANGES; write CREATE MATERIALIZED VIEW");
        }
        return PlanMode.STREAM;
    }

    /** A sink takes changes when it says so, or follows a relation. */
    public static PlanMode ofSink(CreateSink statement, QueryStatement query) {
        boolean changes = emit(query).filter(mode -> mode == EmitMode.ON_UPDATE).isPresent();
        return changes || statement.relation().isPresent() ? PlanMode.SINK_CHANGES : PlanMode.SINK;
    }

    private static Optional<EmitMode> emit(QueryStatement query) {
        return query.emit().map(Emit::mode);
    }

    public static void refuseContinuousView(CreateView statement) {
        statement.query().emit().ifPresent(emit -> {
            throw At.error(
                    ErrorCode.INVALID_QUERY,
                    Written.node(emit),
                    "a plain view has no EMIT; write CREATE MATERIALIZED VIEW");
        });
    }

    /** System relations are made when they are read, so that there is nothing to follow. */
    public static void refuseSystemRelations(PlannedQuery planned, Written place) {
        planned.inputs().stream().filter(QueryModes::isSystem).findFirst().ifPresent(name -> {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    place,
                    "\"" + name + "\" describes the server and can only be read by a plain SELECT");
        });
    }

    private static boolean isSystem(RelationName name) {
        return name.schema().equalsIgnoreCase(RelationName.SYS)
                || name.schema().equalsIgnoreCase(RelationName.INFORMATION_SCHEMA);
    }
}
