package io.millrace.session.statement.control;

import io.millrace.session.Outcome;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.Savepoint;
import java.util.List;

/** BEGIN, COMMIT and ROLLBACK. */
public final class TransactionStatements {

    private final Run run;

    public TransactionStatements(Run run) {
        this.run = run;
    }

    public Outcome begin(Statement statement) {
        return done(statement, run.session().transactions()::begin);
    }

    public Outcome commit(Statement statement) {
        return done(statement, () -> run.session().transactions().commit(run.execution()));
    }

    public Outcome rollback(Statement statement) {
        return done(statement, run.session().transactions()::rollback);
    }

    public Outcome savepoint(Savepoint statement) {
        throw At.unsupported(
                statement, statement.action().sql() + " is not supported; COMMIT what is right, and BEGIN anew");
    }

    private static Outcome done(Statement statement, Runnable work) {
        try {
            work.run();
        } catch (MillraceException e) {
            throw StatementFailures.at(At.position(Written.node(statement)), e);
        }
        return new Outcome.Updated(0, List.of());
    }
}
