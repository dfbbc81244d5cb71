package io.millrace.engine.operator.pattern;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.match.MatchPartition;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The partitions of a MATCH_RECOGNIZE by number.
 *
 * <p>State: of each partition its key, the place in its order at which the next match can begin, and how many matches it has had; of
 * each row that the watermark has passed its place. The queues of rows are derived.
 */
final class MatchPartitions {

    private final int[] columns;
    private final RowBag rows;
    private final KeyTable keys;
    private final LongCells next = new LongCells(Versions.BATCHES);
    private final LongCells matches = new LongCells(Versions.BATCHES);
    private final LongCells places = new LongCells(Versions.CUTS);
    private final StateParts state = new StateParts();
    private final IntCells partitionOf = new IntCells(Versions.NONE);
    private MatchPartition[] partitions = new MatchPartition[0];
    private int[] pagePartitions = new int[0];
    private long bytes;

    MatchPartitions(List<Integer> columns, List<Type> types, RowBag rows, ClassCompiler compiler) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.rows = rows;
        this.keys = KeyTable.create(types, Versions.BATCHES, compiler);
        this.state.add("keys", keys).add("next", next).add("matches", matches).add("places", places);
    }

    /** Takes the rows of a page, which wait for the watermark. */
    void add(Page page, int[] ids) {
        int count = page.size();
        if (pagePartitions.length < count) {
            pagePartitions = new int[Math.max(count, Page.MAX_ROWS)];
        }
        keys.findOrAdd(page.columns(columns), count, pagePartitions);
        reserve();
        for (int row = 0; row < count; row++) {
            int number = pagePartitions[row];
            if (partitions[number] == null) {
                partitions[number] = new MatchPartition();
                bytes += partitions[number].bytes();
            }
            partitionOf.set(ids[row], number);
            partitions[number].unreleased(1);
        }
    }

    private void reserve() {
        next.reserve(keys.limit());
        matches.reserve(keys.limit());
        places.reserve(rows.limit());
        partitionOf.reserve(rows.limit());
        if (keys.limit() > partitions.length) {
            partitions = Arrays.copyOf(partitions, Math.max(keys.limit(), partitions.length * 2));
        }
    }

    /** Appends a row that the watermark has passed to its partition; returns its number. */
    int release(int id) {
        int number = partitionOf.get(id);
        MatchPartition partition = partitions[number];
        places.set(id, partition.place(partition.rows().size()));
        bytes -= partition.rows().bytes();
        partition.rows().append(id);
        bytes += partition.rows().bytes();
        partition.unreleased(-1);
        return number;
    }

    MatchPartition get(int number) {
        return partitions[number];
    }

    /** The numbers of all partitions. */
    int[] numbers() {
        return keys.ids();
    }

    /** Takes a partition out, to be searched. */
    MatchPartition take(int number) {
        bytes -= partitions[number].bytes();
        return partitions[number];
    }

    /** Puts a partition back that has been searched. */
    void putBack(int number) {
        MatchPartition partition = partitions[number];
        bytes += partition.bytes();
        set(next, number, partition.place(partition.next()));
        set(matches, number, partition.matches());
    }

    /** Forgets a partition that has been taken out. */
    void forget(int number) {
        keys.remove(number);
        partitions[number] = null;
        set(next, number, 0);
        set(matches, number, 0);
    }

    private static void set(LongCells cells, int number, long value) {
        if (cells.get(number) != value) {
            cells.set(number, value);
        }
    }

    StateContainer state() {
        return state;
    }

    /**
     * Puts the queues of all partitions together anew.
     *
     * @param isWaiting whether a row waits for the watermark
     */
    void rebuild(IntPredicate isWaiting) {
        reserve();
        Arrays.fill(partitions, null);
        for (int number : keys.ids()) {
            partitions[number] = new MatchPartition();
        }
        int[] ids = rows.ids();
        int released = 0;
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            findPartitions(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS)));
        }
        for (int id : ids) {
            if (isWaiting.test(id)) {
                partitions[partitionOf.get(id)].unreleased(1);
            } else {
                ids[released++] = id;
            }
        }
        IdSort.sort(ids, released, (left, right) -> Long.compare(places.get(left), places.get(right)));
        for (int i = 0; i < released; i++) {
            MatchPartition partition = partitions[partitionOf.get(ids[i])];
            if (partition.rows().size() == 0) {
                partition.begin(places.get(ids[i]));
            }
            partition.rows().append(ids[i]);
        }
        bytes = 0;
        for (int number : keys.ids()) {
            partitions[number].resume(next.get(number), matches.get(number));
            bytes += partitions[number].bytes();
        }
    }

    private void findPartitions(int[] ids) {
        Column[] keyColumns = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            keyColumns[i] = rows.gather(columns[i], ids, ids.length);
        }
        int[] numbers = new int[ids.length];
        keys.find(keyColumns, ids.length, numbers);
        for (int i = 0; i < ids.length; i++) {
            partitionOf.set(ids[i], numbers[i]);
        }
    }

    /** Estimated heap bytes. */
    long bytes() {
        return state.bytes() + bytes + partitions.length * 4L + partitionOf.bytes();
    }
}
