package io.millrace.endpoint;

import io.millrace.endpoint.open.Lease;
import io.millrace.endpoint.open.OpenConnection;
import io.millrace.endpoint.open.OpenCursor;
import io.millrace.endpoint.open.OpenStatement;
import io.millrace.endpoint.wire.FrameEncoder;
import io.millrace.endpoint.wire.Signatures;
import io.millrace.endpoint.wire.Wire;
import io.millrace.session.Holding;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.avatica.Meta.ExecuteResult;
import org.apache.calcite.avatica.Meta.Frame;
import org.apache.calcite.avatica.Meta.MetaResultSet;

/**
 * The results of one execution, as the protocol has them. Used by one thread.
 *
 * <p>Clients that take all of them read the rows of each under a statement of its own, so that one can be closed while others are read.
 * All count as used while one of them is. Only the first result brings rows with it: however many there are, the answer stays small.
 */
final class Results {

    private final OpenConnection connection;
    private final OpenStatement statement;
    private final boolean keys;
    private final Wire wire;
    private final Notices notices;
    private final Supplier<Holding> holding;
    private final Lease lease;
    private final List<MetaResultSet> results = new ArrayList<>();

    /** @param keys whether the rows are columns of changed rows, which the client wants beside their number */
    Results(
            OpenConnection connection,
            OpenStatement statement,
            boolean keys,
            Wire wire,
            Notices notices,
            Supplier<Holding> holding) {
        this.connection = connection;
        this.statement = statement;
        this.keys = keys;
        this.wire = wire;
        this.notices = notices;
        this.holding = holding;
        this.lease = statement.newLease();
    }

    /** Takes the result of a statement before the last one. */
    void earlier(Outcome outcome, PreparedSql script, int frameRows, Duration wait) {
        if (!connection.takesEveryResult()) {
            notices.add(outcome.warnings());
            outcome.drop();
        } else if (outcome instanceof Outcome.Rows rows) {
            add(rows, script, separate(rows), rows.cursor().announces(), frameRows, wait);
        } else {
            add((Outcome.Updated) outcome);
        }
    }

    /** All results, the last one among them. */
    ExecuteResult last(Outcome outcome, PreparedSql script, int frameRows, Duration wait) {
        if (outcome instanceof Outcome.Rows rows) {
            if (keys) {
                results.add(MetaResultSet.count(connection.id(), statement.id(), rows.changed()));
            }
            OpenStatement reading = results.isEmpty() || keys ? statement : separate(rows);
            add(rows, script, reading, script.kind() == PreparedSql.Kind.STREAM, frameRows, wait);
        } else {
            add((Outcome.Updated) outcome);
        }
        return new ExecuteResult(results);
    }

    private void add(Outcome.Updated updated) {
        notices.add(updated.warnings());
        results.add(MetaResultSet.count(connection.id(), statement.id(), updated.count()));
    }

    private void add(
            Outcome.Rows rows,
            PreparedSql script,
            OpenStatement reading,
            boolean endless,
            int frameRows,
            Duration wait) {
        notices.add(rows.warnings());
        OpenCursor cursor = new OpenCursor(
                rows.cursor(), new FrameEncoder(rows.cursor().rowType(), wire), endless, lease, holding.get());
        reading.keep(cursor);
        Frame first =
                results.isEmpty() || keys ? cursor.fetch(0, frameRows, endless ? Duration.ZERO : wait) : Frame.MORE;
        results.add(MetaResultSet.create(
                connection.id(),
                reading.id(),
                keys,
                Signatures.of(script, rows.cursor().rowType().fields()),
                first));
    }

    /** Under which statement the rows are read when there are other results. */
    private OpenStatement separate(Outcome.Rows rows) {
        try {
            return connection.newResult(statement);
        } catch (RuntimeException e) {
            rows.drop();
            throw e;
        }
    }
}
