package io.millrace.session.statement.control;

import io.millrace.catalog.Right;
import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.Kill;
import java.util.List;

/** KILL. */
public final class Kills {

    private static final int DIGITS_OF_AN_ID = 18;

    private Kills() {}

    /** Stops a statement of the same user, or of any with the privilege. */
    public static Outcome kill(Kill statement, Services services, Run run) {
        Written id = Written.node(statement.statementId());
        boolean any = run.access(services.definitions()).rights().may(Right.KILL);
        boolean stopped = id.text().chars().allMatch(Character::isDigit)
                && id.text().length() <= DIGITS_OF_AN_ID
                && (any
                        || services.executions()
                                .isRunBy(
                                        Long.parseLong(id.text()),
                                        run.execution().principal()))
                && services.executions().cancel(Long.parseLong(id.text()));
        if (!stopped) {
            throw At.error(
                    ErrorCode.STATEMENT_NOT_FOUND,
                    id,
                    "no statement " + id.text() + " is running; SELECT id, sql FROM sys.statements lists them");
        }
        return new Outcome.Updated(0, List.of());
    }
}
