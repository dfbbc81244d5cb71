package io.millrace.engine.history;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** What happens to a server between and in batches: all that changes its state. */
public interface HistoryEvents {

    /** A statement has changed what is defined. */
    void defined(DefinitionText text);

    /** Relations and sinks are gone, each before what it read; some may never have been there. */
    void removed(List<String> names);

    /** A query has failed and takes no part from the next batch on. */
    void failed(String query, MillraceException cause);

    /** The query of a sink takes no part in batches until it has {@linkplain #joined caught up} with them. */
    void paused(String query);

    /** The query of a sink has caught up with the batches: from the next one on it takes part. */
    void joined(String query);

    /**
     * An input has moved on to what its source has, without a batch.
     *
     * @param ended whether there will never be more
     * @param timestamp when its rows came, as far as the server knows
     */
    void passed(String input, List<Split> splits, boolean ended, long timestamp);

    /** Records of an input that was read beside the batches were counted. */
    void counted(String input, List<Split> splits, long rows, long rejected);

    /**
     * The clock was stopped, moved or let go.
     *
     * @param millis where it stands
     */
    void clock(boolean manual, long millis);

    /** A batch is committed. */
    void batch(BatchPlan plan, BatchCommit commit);

    /** A query that runs beside the batches has rows for its sink. */
    void sinkRows(String sink, OutboxRows rows);

    /** A sink has all rows up to a number, or never gets them. */
    void sinkDone(String sink, long number);
}
