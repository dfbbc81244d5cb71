package io.millrace.dstream;

import java.util.List;
import java.util.Optional;

/**
 * A graph with what becomes of its rows.
 *
 * @param name of the view, stream or sink; a statement id for results
 * @param key columns of the root whose values are unique among current rows, when the planner knows one
 */
public record Query(String name, Output output, DStream root, Optional<List<Integer>> key) {

    /** What becomes of the rows of a query: the output operation. */
    public enum Output {
        /** Integrated into a view that can be read. */
        VIEW,
        /** Appended to a derived stream. */
        STREAM,
        /** Delivered to a sink. */
        SINK,
        /** Handed to a client as they come (SELECT STREAM). */
        SUBSCRIPTION,
        /** Handed to a client once (SELECT). */
        RESULT
    }
}
