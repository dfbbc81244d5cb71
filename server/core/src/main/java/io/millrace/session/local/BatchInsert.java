package io.millrace.session.local;

import io.millrace.session.CancelSignal;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.change.Inserts;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
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

    long[] execute(List<List<Object>> parameterLists, CancelSignal signal) {
        ParsedStatement parsed = script.statements().get(0);
        if (script.statements().size() > 1 || !(parsed.statement() instanceof InsertStatement insert)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED, "only a single INSERT can be run for a batch of parameters");
        }
        if (parameterLists.isEmpty()) {
            return new long[0];
        }
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
