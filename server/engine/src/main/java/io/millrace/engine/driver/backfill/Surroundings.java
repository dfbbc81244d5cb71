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
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a {@link Backfill} needs of the server. */
interface Surroundings {

    Published published();

    /** The time of now, never less than that of the last batch. */
    BatchTime time();

    /** The same as intervals are measured. */
    long nanos();

    /** Reads splits on all partitions. */
    void scan(List<Scan> scans);

    /** On how many partitions splits are read for a query. */
    int partitions(RunningQuery query);

    Admission admission();

    /** Splits were read by this query: whoever reads them first counts them. */
    void countRead(Input input, List<SplitResult> splits);

    /** Rows for a relation of late or failed rows, of a query. */
    void side(RunningQuery query, String relation, Page rows);

    /**
     * Plans the next piece; where it has to be the same after a restart, between two batches.
     *
     * @param written how it is written down
     * @param wanted whether the query still has to catch up
     */
    Piece plan(RunningQuery query, BooleanSupplier wanted, Supplier<Piece> plan, Function<Piece, PiecePlan> written);

    /**
     * Gives the target of a query what came of a piece, once that is written down where it has to be.
     *
     * @param wanted whether the query still has to catch up: else nobody gets anything
     * @param reached how far it has come in the time of what it reads
     */
    void give(RunningQuery query, BooleanSupplier wanted, Map<String, Long> reached, long batch, List<Page> rows);

    /** Whether the server runs, and does not do again what was written down. */
    boolean goesOn();
}
