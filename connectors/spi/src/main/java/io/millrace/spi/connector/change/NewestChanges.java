package io.millrace.spi.connector.change;

import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Of each key of a range the newest change, so that the changes of a batch are a set: what happened to a row before does not matter then,
 * since a row that is put in replaces the one with its key, and one that is taken back is found by its key. All changes of the range pass
 * through memory.
 */
public final class NewestChanges implements SplitReader {

    private final SplitReader changes;
    private final int[] asked;
    private final KeyColumns keys;
    private Iterator<Page> newest;
    private Page page;

    private NewestChanges(SplitReader changes, int[] asked, KeyColumns keys) {
        this.changes = changes;
        this.asked = asked;
        this.keys = keys;
    }

    /**
     * Opens a range of changes.
     *
     * @param columns indexes into {@link SourceDefinition#columns()} of the columns to deliver
     * @param key indexes of the columns of the key; where there are none, all changes are delivered, since their images add up
     * @param opening what reads the changes in their order, for the columns that it is given
     */
    public static SplitReader open(int[] columns, List<Integer> key, Function<int[], SplitReader> opening) {
        if (key.isEmpty()) {
            return opening.apply(columns);
        }
        int[] all = IntStream.concat(
                        Arrays.stream(columns),
                        key.stream().mapToInt(Integer::intValue).filter(column -> place(columns, column) < 0))
                .toArray();
        int[] places = key.stream().mapToInt(column -> place(all, column)).toArray();
        int[] asked = columns.length == all.length
                ? null
                : IntStream.range(0, columns.length).toArray();
        return new NewestChanges(opening.apply(all), asked, new KeyColumns(places));
    }

    private static int place(int[] columns, int column) {
        return IntStream.range(0, columns.length)
                .filter(place -> columns[place] == column)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public boolean advance() {
        if (newest == null) {
            NewestRows rows = new NewestRows(keys);
            while (changes.advance()) {
                rows.add(changes.page());
            }
            newest = rows.take().iterator();
        }
        page = newest.hasNext() ? newest.next() : null;
        return page != null;
    }

    @Override
    public Page page() {
        return asked == null ? page : page.project(asked);
    }

    @Override
    public void close() {
        changes.close();
    }
}
