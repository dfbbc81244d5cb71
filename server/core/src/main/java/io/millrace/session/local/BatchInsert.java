package io.millrace.session.local;

import io.millrace.catalog.Catalog;
import io.millrace.session.CancelSignal;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.change.DefaultConflict;
import io.millrace.session.statement.change.Inserts;
import io.millrace.sql.parser.ParsedStatement;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;
import java.util.Optional;

/** One INSERT with many lists of parameters, in one batch. */
final class BatchInsert {

    private final Services services;
    private final LocalSession session;
    private final PreparedScript script;

    BatchInsert(Services services, LocalSession session, PreparedScript script) {
        this.services = services;
        this.session = session;
        this.script = script;
    }

    /** Whether a script is an INSERT whose rows depend on nothing that is there. */
    static boolean isOne(PreparedScript script, Catalog catalog) {
        return script.statements().size() == 1
                && script.statements().get(0).statement() instanceof InsertStatement insert
                && insert.onConflict().isEmpty()
                && !DefaultConflict.applies(insert, catalog)
                && insert.returning().isEmpty();
    }

    long[] execute(List<List<Object>> parameterLists, CancelSignal signal) {
        ParsedStatement parsed = script.statements().get(0);
        InsertStatement insert = (InsertStatement) parsed.statement();
        if (parameterLists.isEmpty()) {
            return new long[0];
        }
        session.transactions().use();
        try (Execution execution = session.begin(script.prepared().id(), parsed.text(), signal)) {
            Run run = new Run(
                    session,
                    execution,
                    parsed,
                    script.catalogVersion(),
                    Optional.empty(),
                    List.of(),
                    0,
                    Optional.empty());
            return new Inserts(services.during(execution), run).insertBatch(insert, parameterLists);
        }
    }
}
