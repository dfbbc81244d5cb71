package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.input.SplitResult;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The server as a query sees it that catches up: as it stands, or, while the query does again what it did before a restart, as it stood then.
 * Of that nothing is written down, and nothing given away, but late and failed rows that batches may lack.
 */
final class ServerThen implements Surroundings {

    private record Moment(Published seen, BesideAgain sides) {}

    private final Surroundings server;
    private volatile Optional<Moment> moment = Optional.empty();

    ServerThen(Surroundings server) {
        this.server = server;
    }

    /** From now on the server stands as it stood then. */
    void begin(Published seen, BesideAgain sides) {
        moment = Optional.of(new Moment(seen, sides));
    }

    /** From now on it is the server of now. */
    void end() {
        moment = Optional.empty();
    }

    @Override
    public Published published() {
        return moment.map(Moment::seen).orElseGet(server::published);
    }

    @Override
    public BatchTime time() {
        return moment.map(then -> then.seen().time()).orElseGet(server::time);
    }

    @Override
    public long nanos() {
        return server.nanos();
    }

    @Override
    public void scan(List<Scan> scans) {
        server.scan(scans);
    }

    @Override
    public int partitions(RunningQuery query) {
        return server.partitions(query);
    }

    @Override
    public Admission admission() {
        return server.admission();
    }

    @Override
    public void countRead(Input input, List<SplitResult> splits) {
        server.countRead(input, splits);
    }

    @Override
    public void side(RunningQuery query, String relation, Page rows) {
        moment.ifPresentOrElse(
                then -> then.sides().give(query, relation, rows), () -> server.side(query, relation, rows));
    }

    @Override
    public Piece plan(
            RunningQuery query, BooleanSupplier wanted, Supplier<Piece> plan, Function<Piece, PiecePlan> written) {
        return moment.isPresent() ? plan.get() : server.plan(query, wanted, plan, written);
    }

    @Override
    public void give(
            RunningQuery query, BooleanSupplier wanted, Map<String, Long> reached, long batch, List<Page> rows) {
        if (moment.isEmpty()) {
            server.give(query, wanted, reached, batch, rows);
        }
    }

    @Override
    public boolean goesOn() {
        return moment.isEmpty() && server.goesOn();
    }
}
