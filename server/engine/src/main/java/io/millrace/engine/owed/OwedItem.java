package io.millrace.engine.owed;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A batch, or a moment between two of them, that is owed to queries which wait for a source. */
public sealed interface OwedItem permits OwedBatch, OwedMoment {

    /** About how much memory it takes. */
    long bytes();

    /** The names of what it reads from sources. */
    Set<String> sources();

    /** What is left of it for others when a relation is dropped; one that gets the name later has no part in it. */
    OwedItem without(String relation);

    /** The same for a relation whose rows have another form now. */
    OwedItem reshaped(String relation, RowType rowType, UnaryOperator<Page> rows);

    /** The same for relations of which one has another name. */
    OwedItem renamed(String name, String other);

    private static String name(String one, String name, String other) {
        return one.equals(name) ? other : one;
    }

    /** A map with another name among its keys. */
    static <V> Map<String, V> renamed(Map<String, V> map, String name, String other) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> name(entry.getKey(), name, other),
                        Map.Entry::getValue,
                        (one, same) -> one,
                        LinkedHashMap::new));
    }
}
