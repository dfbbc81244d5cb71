package io.millrace.session.local;

import io.millrace.session.ScriptProgress;
import io.millrace.session.ScriptTraces;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.At;
import io.millrace.spi.error.Blame;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.BeginTransaction;
import io.millrace.sql.tree.change.CommitTransaction;
import io.millrace.sql.tree.change.DeleteStatement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.MergeStatement;
import io.millrace.sql.tree.change.UpdateStatement;
import io.millrace.sql.tree.control.ResetOption;
import io.millrace.sql.tree.control.SetOption;
import io.millrace.sql.tree.ddl.CreateConnection;
import io.millrace.sql.tree.ddl.CreateSecret;
import io.millrace.sql.tree.ddl.Drop;

/** What of a script is still to be done. Asked for each statement, in order. */
final class ScriptRemainder {

    /** What to do with a statement. */
    enum Need {
        NONE,
        /** Run it, for what it does to the session; it was run by an earlier start as well. */
        REPEAT,
        RUN
    }

    private final ScriptProgress progress;
    private final Definitions definitions;
    private boolean reached;
    /** Whether the statements up to the end of the transaction were run, which an earlier start could not note. */
    private boolean committed;

    ScriptRemainder(ScriptProgress progress, Definitions definitions) {
        this.progress = progress;
        this.definitions = definitions;
    }

    Need need(ParsedStatement statement) {
        if (committed) {
            committed = !(statement.statement() instanceof CommitTransaction);
            progress.ran(statement.text(), !committed);
            return Need.NONE;
        }
        if (reached) {
            return Need.RUN;
        }
        if (progress.hasRun(statement.text())) {
            return concernsSession(statement) ? Need.REPEAT : Need.NONE;
        }
        reached = true;
        if (!isDone(statement, progress.traces())) {
            progress.begins();
            return Need.RUN;
        }
        committed = statement.statement() instanceof BeginTransaction;
        progress.ran(statement.text(), !committed);
        return Need.NONE;
    }

    /** A statement has failed. When it cannot have done anything, what the journal has of it, such as a change that was refused, is not to be taken for its effect. */
    void failed(MillraceException failure) {
        if (failure.code().blame() == Blame.USER && failure.code() != ErrorCode.QUERY_CANCELLED) {
            progress.begins();
        }
    }

    private static boolean concernsSession(ParsedStatement statement) {
        return statement.statement() instanceof SetOption || statement.statement() instanceof ResetOption;
    }

    /** Whether the earlier start has ended after the step was done and before that was noted. */
    private boolean isDone(ParsedStatement parsed, ScriptTraces traces) {
        Statement statement = parsed.statement();
        if (statement instanceof InsertStatement insert) {
            return traces.changed()
                    || traces.given().stream()
                            .map(definitions.current().catalog()::name)
                            .anyMatch(At.relation(Written.name(insert.target()))::equals);
        }
        if (statement instanceof Drop) {
            return traces.removed();
        }
        if (statement instanceof CreateSecret secret) { // what is written down of it is another text
            return progress.begun() && definitions.current().exists(At.secret(Written.name(secret.name())));
        }
        if (statement instanceof CreateConnection connection) {
            return progress.begun() && definitions.current().exists(At.connection(Written.name(connection.name())));
        }
        boolean changes = statement instanceof BeginTransaction
                || statement instanceof UpdateStatement
                || statement instanceof DeleteStatement
                || statement instanceof MergeStatement;
        return changes ? traces.changed() : isDefined(parsed, traces);
    }

    private boolean isDefined(ParsedStatement statement, ScriptTraces traces) {
        return (traces.texts().contains(statement.text()) && !traces.removed())
                || (progress.begun()
                        && definitions.current().texts().values().stream()
                                .anyMatch(definition -> definition.text().equals(statement.text())));
    }
}
