package io.millrace.session.local;

import io.millrace.session.CancelSignal;
import io.millrace.session.ParameterLists;
import io.millrace.session.PreparedSql;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.change.ChangeBatch;
import io.millrace.session.statement.change.DefaultConflict;
import io.millrace.session.statement.change.Inserts;
import io.millrace.session.statement.table.Effect;
import io.millrace.session.statement.table.StatementTable;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.change.InsertStatement;
import io.millrace.sql.tree.change.Truncate;
import java.util.List;
import java.util.Optional;

/** One statement that changes rows with many lists of parameters, all in one batch. */
final class ParameterBatch {

    private final Services services;
    private final LocalSession session;
    private final PreparedScript script;

    ParameterBatch(Services services, LocalSession session, PreparedScript script) {
        this.services = services;
        this.session = session;
        this.script = script;
    }

    long[] execute(ParameterLists lists, CancelSignal signal) {
        refuseOthers();
        if (lists.size() == 0) {
            return new long[0];
        }
        script.check(lists);
        ParsedStatement parsed = session.qualified(script, 0).statement();
        session.transactions().use();
        try (Execution execution = session.begin(script.prepared().id(), parsed.text(), signal)) {
            Run run = new Run(
                    session,
                    execution,
                    parsed,
                    script.checkedAgainst(session.path()),
                    script.ready(),
                    List.of(),
                    0,
                    Optional.empty(),
                    Optional.empty());
            StatementTable.check(parsed.statement(), run.access(services.definitions()));
            StatementTable.checkWritable(parsed.statement(), session);
            run.transaction().ifPresent(Transaction::checkRights);
            Statement statement = parsed.statement() instanceof InsertStatement insert
                    ? DefaultConflict.of(insert, services.definitions().catalog())
                    : parsed.statement();
            return statement instanceof InsertStatement insert
                            && insert.onConflict().isEmpty()
                    ? new Inserts(services.during(execution), run).insertBatch(insert, lists)
                    : new ChangeBatch(services.during(execution), run, statement).change(lists.all());
        }
    }

    private void refuseOthers() {
        boolean changes = script.statements().size() == 1
                && StatementTable.effect(script.statements().get(0).statement()) == Effect.CHANGES_ROWS
                && !(script.statements().get(0).statement() instanceof Truncate)
                && script.prepared().kind() == PreparedSql.Kind.UPDATE;
        if (!changes) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "only a single INSERT, UPDATE, DELETE or MERGE can be run for a batch of parameters, without RETURNING");
        }
    }
}
