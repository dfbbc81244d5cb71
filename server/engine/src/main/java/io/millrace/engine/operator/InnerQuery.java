package io.millrace.engine.operator;

import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;

/** A query that an operator runs round by round within its batch, with a state of its own. */
public interface InnerQuery extends AutoCloseable {

    /**
     * Runs a round.
     *
     * @param changes of its sources, by the names of their relations
     * @return the change of its result
     */
    List<Page> round(Map<String, List<Page>> changes);

    /** Gives its state up. */
    @Override
    void close();
}
