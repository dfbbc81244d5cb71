package io.millrace.session.statement.control;

import io.millrace.config.Setting;
import io.millrace.dstream.Project;
import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.query.ClockUse;
import io.millrace.dstream.query.Query;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.planner.expression.DateTimes;
import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.AdvanceClock;
import io.millrace.sql.tree.control.ClockMode;
import io.millrace.sql.tree.control.SetClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SET CLOCK and ADVANCE CLOCK: the time of the whole server in the hands of whoever tests it. */
public final class ClockStatements {

    private static final RowType ONE_COLUMN = RowType.of(new Field("one", Type.BOOLEAN, false));
    private static final List<List<Literal>> ONE_ROW = List.of(List.of(Literal.of(true, Type.BOOLEAN)));

    private final Services services;
    private final Run run;

    public ClockStatements(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome set(SetClock statement) {
        checkAllowed(statement);
        if (statement.mode() == ClockMode.MANUAL) {
            services.driver().clockControl().hold();
        } else {
            services.driver().clockControl().release();
        }
        return new Outcome.Updated(0, List.of());
    }

    public Outcome advance(AdvanceClock statement) {
        checkAllowed(statement);
        Written written = Written.node(statement.time());
        Expression expression = services.plans().constant(statement);
        long millis = switch (statement.kind()) {
            case TO -> instant(expression, written);
            case BY -> Math.addExact(services.driver().clock().millis(), distance(expression, written));
        };
        try {
            services.driver().clockControl().advance(millis, run.execution());
        } catch (MillraceException e) {
            throw e.code() == ErrorCode.INVALID_ARGUMENT || e.code() == ErrorCode.CLOCK_REFUSED
                    ? StatementFailures.at(At.position(written), e)
                    : e;
        }
        return new Outcome.Updated(0, List.of());
    }

    private void checkAllowed(Statement statement) {
        if (run.settings().is(Setting.CLOCK_CONTROL, "off")) {
            throw At.error(
                    ErrorCode.CLOCK_REFUSED,
                    Written.node(statement),
                    "this server keeps the time of its machine; a server started with --set clock.control=on lets"
                            + " statements move it");
        }
    }

    private long instant(Expression expression, Written written) {
        boolean timestamp = expression.type().kind() == TypeKind.TIMESTAMP
                || expression.type().kind() == TypeKind.TIMESTAMP_LTZ;
        if (!timestamp) {
            throw mismatch(written, "a TIMESTAMP, as in ADVANCE CLOCK TO TIMESTAMP '2030-01-01 12:00:00'");
        }
        return value(DateTimes.inMillis(expression), written);
    }

    private long distance(Expression expression, Written written) {
        if (expression.type().kind() != TypeKind.INTERVAL_DAY) {
            throw mismatch(
                    written,
                    "an INTERVAL of days, hours, minutes or seconds, as in ADVANCE CLOCK BY INTERVAL '10' MINUTE");
        }
        return value(expression, written);
    }

    private static MillraceException mismatch(Written written, String wanted) {
        return At.error(ErrorCode.TYPE_MISMATCH, written, "the clock needs " + wanted);
    }

    private static RelationSnapshot noRelation(String name) {
        throw new IllegalStateException("a constant reads " + name);
    }

    private long value(Expression expression, Written written) {
        RowType rowType = RowType.of(new Field("value", expression.type(), true));
        Project project = new Project(new Values(ONE_COLUMN, ONE_ROW), List.of(expression), rowType);
        Query query = new Query("statement " + run.execution().id(), Query.Output.RESULT, project, Optional.empty());
        List<Page> pages = new ArrayList<>();
        services.driver()
                .read(
                        query,
                        services.driver().refresh(List.of(), ClockUse.in(expression), run.execution()),
                        ClockStatements::noRelation,
                        pages::add,
                        run.execution(),
                        run.execution().memory());
        LongColumn column = (LongColumn) pages.get(0).column(0);
        if (NullMask.isNull(column.nulls(), 0)) {
            throw At.error(ErrorCode.NULL_NOT_ALLOWED, written, "the clock cannot be moved to NULL");
        }
        return column.values()[0];
    }
}
