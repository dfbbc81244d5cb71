package io.millrace.session.statement.query;

import io.millrace.session.Cursor;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.data.RowType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A cursor that tells when it was used, and gives everything back as soon as its last row is fetched. */
final class LeasedCursor implements Cursor {

    private final Cursor rows;
    private final Execution execution;
    private final Clock clock;
    private volatile boolean ended;

    LeasedCursor(Cursor rows, Execution execution, Clock clock) {
        this.rows = rows;
        this.execution = execution;
        this.clock = clock;
    }

    @Override
    public RowType rowType() {
        return rows.rowType();
    }

    @Override
    public Fetched fetch(int maxRows, Duration wait) {
        if (ended) {
            return new Fetched(List.of(), true);
        }
        execution.used(clock.millis());
        try {
            Fetched fetched = rows.fetch(maxRows, wait);
            if (fetched.last()) {
                ended = true;
                rows.close();
            }
            return fetched;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw StatementFailures.of(e, execution.sql());
        } finally {
            execution.used(clock.millis());
        }
    }

    @Override
    public boolean announces() {
        return rows.announces();
    }

    @Override
    public void whenReady(Runnable wake) {
        if (ended) {
            wake.run();
        } else {
            rows.whenReady(wake);
        }
    }

    @Override
    public boolean isStopped() {
        return !ended && rows.isStopped();
    }

    @Override
    public void close() {
        rows.close();
    }
}
