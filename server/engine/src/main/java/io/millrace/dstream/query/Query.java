package io.millrace.dstream.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.window.OwnTime;
import io.millrace.spi.data.RowType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A graph with what becomes of its rows.
 *
 * @param name of the view, stream or sink; a statement id for results
 * @param key columns of the root whose values are unique among current rows, when the planner knows one
 * @param ownTime the watermark that a derived stream declares
 * @param timed the columns of the streams that carry event time, whose rows can be late, by their names
 */
public record Query(
        String name,
        Output output,
        DStream root,
        Optional<List<Integer>> key,
        Optional<OwnTime> ownTime,
        SortedMap<String, RowType> timed) {

    public Query {
        timed = Collections.unmodifiableSortedMap(new TreeMap<>(timed));
    }

    /** One whose late rows nobody can look at. */
    public Query(String name, Output output, DStream root, Optional<List<Integer>> key) {
        this(name, output, root, key, Optional.empty(), Collections.emptySortedMap());
    }

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
