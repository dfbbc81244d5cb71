package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;

/** Does again what happened between batches to queries that wait for a source, each when its turn has come. Called by the driver's thread. */
public interface OwedEvents {

    /** What came of it. */
    enum Outcome {
        /** It is done. */
        DONE,
        /** A source cannot be read, and all is as before. */
        AWAY,
        /** It goes on beside the batches, and {@link OwedRuns#ended} is told the end. */
        BUSY
    }

    /**
     * Does it.
     *
     * @param seen the server as the query saw it then
     */
    Outcome run(OwedMoment moment, RunningQuery query, Published seen);

    /** Why the last one could not be done. */
    RuntimeException failure();

    /** Whether something goes on beside the batches. */
    boolean isBusy();

    /** Whether something goes on, or has got no further than half: no checkpoint can have that. */
    boolean isHalf();

    /** Whether the query takes part in batches after that. */
    boolean takesPart(OwedMoment moment);

    /**
     * A batch was run that was owed.
     *
     * @param deltas by how much all relations have changed in it that queries read which wait
     * @param own those of relations that wait themselves
     */
    void noteChanges(Map<String, List<Page>> deltas, Map<String, List<Page>> own, BatchPlan plan);

    /** More relations wait than before, from the next batch on. */
    void moreWaits();

    /** All is paid. */
    void end();

    /** Nothing of what is owed will ever be done. */
    void giveUp();
}
