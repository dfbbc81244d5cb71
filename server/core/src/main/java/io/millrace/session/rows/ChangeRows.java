package io.millrace.session.rows;

import io.millrace.dstream.SortKey;
import io.millrace.spi.data.BytesColumnBuilder;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ColumnBuilder;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumnBuilder;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes the delta of a batch as rows for a client, with two last columns: {@code _op} and {@code _batch}.
 *
 * <p>Where the key is known, a row that goes and one that comes under the same key are UPDATE_BEFORE and UPDATE_AFTER; all others
 * are DELETE and INSERT. Rows that come and go in the same batch are not shown.
 */
public final class ChangeRows {

    private static final Field OP = new Field("_op", Type.VARCHAR, false);
    private static final Field BATCH = new Field("_batch", Type.BIGINT, false);

    /** What became of a row. */
    private enum Op {
        INSERT,
        UPDATE_BEFORE,
        UPDATE_AFTER,
        DELETE;

        private final byte[] text = name().getBytes(StandardCharsets.UTF_8);
    }

    private final int columns;
    private final RowOrder keyOrder;
    private final RowOrder rowOrder;

    /** @param key columns of unique values; without them no change is an update */
    public ChangeRows(int columns, Optional<List<Integer>> key) {
        this.columns = columns;
        List<SortKey> keys = key
                .orElseGet(() -> IntStream.range(0, columns).boxed().toList())
                .stream()
                .map(column -> new SortKey(column, false, true))
                .toList();
        this.keyOrder = new RowOrder(keys);
        this.rowOrder = RowOrder.total(keys, columns);
    }

    /** The columns of what {@link #of} gives for rows of the given type. */
    public static RowType rowType(RowType rows) {
        List<Field> fields = new ArrayList<>(rows.fields());
        fields.add(OP);
        fields.add(BATCH);
        return new RowType(fields);
    }

    /** The changes of a batch as rows of weight +1. */
    public Page of(Page delta, long batch) {
        Integer[] sorted = IntStream.range(0, delta.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(sorted, (left, right) -> rowOrder.compare(delta, left, delta, right));
        Changes changes = new Changes();
        int start = 0;
        while (start < sorted.length) {
            int end = start + 1;
            while (end < sorted.length && keyOrder.compare(delta, sorted[start], delta, sorted[end]) == 0) {
                end++;
            }
            addKey(delta, sorted, start, end, changes);
            start = end;
        }
        return changes.page(delta, batch);
    }

    private void addKey(Page delta, Integer[] sorted, int start, int end, Changes changes) {
        List<Integer> gone = new ArrayList<>(1);
        List<Integer> come = new ArrayList<>(1);
        int i = start;
        while (i < end) {
            long weight = 0;
            int first = i;
            for (; i < end && rowOrder.compare(delta, sorted[first], delta, sorted[i]) == 0; i++) {
                weight += delta.weight(sorted[i]);
            }
            for (long copy = 0; copy < Math.abs(weight); copy++) {
                (weight < 0 ? gone : come).add(sorted[first]);
            }
        }
        if (gone.size() == 1 && come.size() == 1) {
            changes.add(gone.get(0), Op.UPDATE_BEFORE);
            changes.add(come.get(0), Op.UPDATE_AFTER);
        } else {
            gone.forEach(row -> changes.add(row, Op.DELETE));
            come.forEach(row -> changes.add(row, Op.INSERT));
        }
    }

    /** The rows of a delta in the order that they are shown, each with what became of it. */
    private final class Changes {

        private int[] rows = new int[64];
        private int count;
        private final ColumnBuilder ops = ColumnBuilder.of(Type.VARCHAR);

        void add(int row, Op op) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, count * 2);
            }
            rows[count++] = row;
            ((BytesColumnBuilder) ops).append(op.text);
        }

        Page page(Page delta, long batch) {
            LongColumnBuilder batches = (LongColumnBuilder) ColumnBuilder.of(Type.BIGINT);
            for (int i = 0; i < count; i++) {
                batches.append(batch);
            }
            Column[] shown = new Column[columns + 2];
            for (int i = 0; i < columns; i++) {
                shown[i] = delta.column(i).gather(rows, count);
            }
            shown[columns] = ops.build();
            shown[columns + 1] = batches.build();
            return new Page(count, shown, null);
        }
    }
}
