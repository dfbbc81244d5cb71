package io.millrace.session;

import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The lists of parameters with which a statement is run, once for each. Values are boxed by {@link Cell} conventions. */
public interface ParameterLists {

    /** How many lists there are. */
    int size();

    /** Whether messages tell which list they concern. */
    default boolean isBatch() {
        return true;
    }

    /** How many values the lists have, in order; may be said once for several that follow each other. */
    IntStream lengths();

    /**
     * Gives one list after the other.
     *
     * @throws MillraceException when a value is none of the type of its parameter, or the consumer throws it: with the number of the list
     */
    void forEach(Consumer<List<Object>> consumer);

    /** The same lists as columns, in order; empty when they are not there as such. */
    default List<ParameterColumns> columns() {
        return List.of();
    }

    /** All lists. */
    default List<List<Object>> all() {
        List<List<Object>> all = new ArrayList<>(size());
        forEach(all::add);
        return all;
    }

    /** Lists that are there already. */
    static ParameterLists of(List<List<Object>> lists) {
        return of(lists, true);
    }

    /** The only list of a statement that is no batch. */
    static ParameterLists one(List<Object> list) {
        return of(List.of(list), false);
    }

    private static ParameterLists of(List<List<Object>> lists, boolean batch) {
        return new ParameterLists() {
            @Override
            public int size() {
                return lists.size();
            }

            @Override
            public boolean isBatch() {
                return batch;
            }

            @Override
            public IntStream lengths() {
                return lists.stream().mapToInt(List::size);
            }

            @Override
            public void forEach(Consumer<List<Object>> consumer) {
                for (int i = 0; i < lists.size(); i++) {
                    List<Object> list = lists.get(i);
                    if (batch) {
                        numbered(i, () -> consumer.accept(list));
                    } else {
                        consumer.accept(list);
                    }
                }
            }

            @Override
            public List<List<Object>> all() {
                return lists;
            }
        };
    }

    /** What stands before the message of an error that a list has caused. */
    static String place(long index) {
        return "row " + (index + 1) + " of the batch: ";
    }

    /** Does something with a list; what is wrong with it tells which one it is. */
    static void numbered(int index, Runnable work) {
        try {
            work.run();
        } catch (MillraceException e) {
            String text = place(index) + e.getMessage();
            throw new MillraceException(e.code(), e.position().orElse(null), text, e);
        }
    }
}
