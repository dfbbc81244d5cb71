package io.millrace.engine.history;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Where the driver writes down what happens between and in batches, each thing before anybody sees it. Whoever does all of it again, in
 * order, has the same server.
 *
 * <p>Events come from the driver's thread, in the order in which they happened, unless a method says otherwise.
 */
public interface History {

    /** Nothing is written down: the server begins empty each time. */
    History NONE = new History() {
        @Override
        public long epoch() {
            return 1;
        }

        @Override
        public long position() {
            return 0;
        }

        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public void defined(DefinitionText text) {}

        @Override
        public void removed(List<String> names) {}

        @Override
        public void failed(String query, Throwable cause) {}

        @Override
        public void passed(String input, List<Split> splits, boolean ended, long timestamp) {}

        @Override
        public void counted(String input, List<Split> splits, long rows, long rejected) {}

        @Override
        public void paused(String query) {}

        @Override
        public void joined(String query) {}

        @Override
        public void clock(boolean manual, long millis) {}

        @Override
        public void batch(BatchPlan plan, BatchCommit commit) {}

        @Override
        public void sinkRows(String sink, long number, RowType rowType, List<Page> rows) {}

        @Override
        public void sinkDone(String sink, long number) {}

        @Override
        public void settle() {}
    };

    /** Grows with each start of the server. */
    long epoch();

    /** Where the next event will be: whoever has all that happened until now needs what comes from there on. */
    long position();

    /** Whether anything is written down at all. */
    boolean isKept();

    /** A statement has changed what is defined. */
    void defined(DefinitionText text);

    /** Relations and sinks are gone, each before what it read; some may never have been there. */
    void removed(List<String> names);

    /** A query has failed and takes no part from the next batch on. */
    void failed(String query, Throwable cause);

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

    /** A batch is about to be committed. Returns when it is as durable as was asked for: the commit point. */
    void batch(BatchPlan plan, BatchCommit commit);

    /**
     * A query that runs beside the batches has rows for its sink. May be called by any thread.
     *
     * @param number under which the sink gets them
     */
    void sinkRows(String sink, long number, RowType rowType, List<Page> rows);

    /** A sink has all rows up to a number, or never gets them. May be called by any thread. */
    void sinkDone(String sink, long number);

    /** Returns when all that was written so far is as durable as was asked for. May be called by any thread. */
    void settle();
}
