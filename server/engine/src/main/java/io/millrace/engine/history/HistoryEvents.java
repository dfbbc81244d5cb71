package io.millrace.engine.history;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** What a {@link History} has, event by event, for whoever reads it. The methods say what {@link History}'s say. */
public interface HistoryEvents {

    void defined(DefinitionText text);

    void removed(List<String> names);

    void failed(String query, MillraceException cause);

    void paused(String query);

    void joined(String query);

    void passed(String input, List<Split> splits, boolean ended, long timestamp);

    void counted(String input, List<Split> splits, long rows, long rejected);

    void clock(boolean manual, long millis);

    void batch(BatchPlan plan, BatchCommit commit);

    void sinkRows(String sink, long number, List<Page> rows);

    void sinkDone(String sink, long number);
}
