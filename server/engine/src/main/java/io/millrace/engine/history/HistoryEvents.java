package io.millrace.engine.history;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happens to a server between and in batches: all that changes its state. */
public interface HistoryEvents {

    /** A statement has changed what is defined. */
    void defined(DefinitionText text);

    /** Relations and sinks are gone, each before what it read; some may never have been there. */
    void removed(List<String> names);

    /**
     * Relations and sinks with these names are being made together: they count once a batch has been committed with which they
     * {@linkplain io.millrace.engine.batch.Landed land}, and are gone when that never comes. No names: nothing is being made together any more.
     */
    void landing(List<String> names);

    /** A query has failed and takes no part from the next batch on. */
    void failed(String query, MillraceException cause);

    /** The query of a sink takes no part in batches until it has {@linkplain #joined caught up} with them. */
    void paused(String query);

    /** The query of a sink has caught up with the batches: from the next one on it takes part. */
    void joined(String query);

    /** Queries and relations take no part in batches from the next one on, but will have run all of them when they {@linkplain #resumed go on}. */
    void waiting(Set<String> names);

    /** They have run all batches that they were owed, and take part from the next one on. */
    void resumed(Set<String> names);

    /**
     * An input has moved on to what its source has, without a batch.
     *
     * @param ended whether there will never be more
     * @param timestamp when its rows came, as far as the server knows
     */
    void passed(String input, List<Split> splits, boolean ended, long timestamp);

    /** Records of an input that was read beside the batches were counted. */
    void counted(String input, List<Split> splits, long rows, long rejected);

    /** Queries that are made from now on have that many partitions, and so many are read at a time. */
    void partitions(int number);

    /**
     * The clock was stopped, moved or let go.
     *
     * @param millis where it stands
     */
    void clock(boolean manual, long millis);

    /** A batch is committed. */
    void batch(BatchPlan plan, BatchCommit commit);

    /** The query of a sink is about to read a piece of what it has to catch up with; {@link #pieceDone} tells what it gave. */
    void piece(String query, PiecePlan plan);

    /**
     * The query of a sink has run a {@linkplain #piece piece} of what it has to catch up with. Its rows come again when that is run again.
     *
     * @param times how far it has come in the time of what it reads
     * @param given its rows; their number means nothing when there are none
     */
    void pieceDone(String query, Map<String, InputTime> times, Given given);

    /**
     * Rows were collected for a sink. Earlier versions wrote down in this way what came of a {@linkplain #piece piece}, too.
     *
     * @param times of a piece: how far its query has come in the time of what it reads; else nothing
     * @param rows for the sink; their number means nothing when there are none
     */
    void sinkRows(String sink, Map<String, InputTime> times, OutboxRows rows);

    /** A sink has all rows up to a number, or never gets them. */
    void sinkDone(String sink, long number);
}
