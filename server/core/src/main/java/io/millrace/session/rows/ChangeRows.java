package io.millrace.session.rows;

import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    private final RowType shown;
    private final int columns;
    private final boolean keyed;
    private final ResultOrder keyOrder;
    private final ResultOrder rowOrder;

    /** @param key columns of unique values; without them no change is an update */
    public ChangeRows(RowType rows, Optional<List<Integer>> key) {
        this.shown = rowType(rows);
        this.columns = rows.size();
        this.keyed = key.isPresent();
        List<SortKey> keys = key
                .orElseGet(() -> IntStream.range(0, columns).boxed().toList())
                .stream()
                .map(column -> new SortKey(column, false, true))
                .toList();
        this.keyOrder = new ResultOrder(keys);
        this.rowOrder = ResultOrder.total(keys, columns);
    }

    /** The columns of what {@link #pass} gives for rows of the given type. */
    public static RowType rowType(RowType rows) {
        List<Field> fields = new ArrayList<>(rows.fields());
        fields.add(OP);
        fields.add(BATCH);
        return new RowType(fields);
    }

    /** Passes the changes of a batch on as rows of weight +1, some at a time. */
    public void pass(List<Page> delta, long batch, Consumer<Page> reader) {
        List<Row> sorted = new ArrayList<>();
        for (Page page : delta) {
            for (int row = 0; row < page.size(); row++) {
                sorted.add(new Row(page, row));
            }
        }
        sorted.sort((left, right) -> rowOrder.compare(left.page, left.row, right.page, right.row));
        Changes changes = new Changes(batch, reader);
        int start = 0;
        while (start < sorted.size()) {
            int end = start + 1;
            while (end < sorted.size() && isSame(keyOrder, sorted.get(start), sorted.get(end))) {
                end++;
            }
            addKey(sorted.subList(start, end), changes);
            start = end;
        }
        changes.finish();
    }

    /** Where a row of the delta is. */
    private record Row(Page page, int row) {

        long weight() {
            return page.weight(row);
        }
    }

    /** A row that is shown several times. */
    private record Copy(Row row, long times) {}

    private static boolean isSame(ResultOrder order, Row left, Row right) {
        return order.compare(left.page, left.row, right.page, right.row) == 0;
    }

    /** Adds what became of the rows of one key: equal rows are neighbours and are taken together. */
    private void addKey(List<Row> rows, Changes changes) {
        List<Copy> gone = new ArrayList<>(1);
        List<Copy> come = new ArrayList<>(1);
        int i = 0;
        while (i < rows.size()) {
            Row first = rows.get(i);
            long weight = 0;
            for (; i < rows.size() && isSame(rowOrder, first, rows.get(i)); i++) {
                weight += rows.get(i).weight();
            }
            if (weight != 0) {
                (weight < 0 ? gone : come).add(new Copy(first, Math.abs(weight)));
            }
        }
        boolean update = keyed && isOne(gone) && isOne(come);
        gone.forEach(copy -> changes.add(copy, update ? Op.UPDATE_BEFORE : Op.DELETE));
        come.forEach(copy -> changes.add(copy, update ? Op.UPDATE_AFTER : Op.INSERT));
    }

    private static boolean isOne(List<Copy> rows) {
        return rows.size() == 1 && rows.get(0).times() == 1;
    }

    /** The rows in the order that they are shown, each with what became of it. */
    private final class Changes {

        private final long batch;
        private final Consumer<Page> reader;
        private final PageBuilder builder;

        Changes(long batch, Consumer<Page> reader) {
            this.batch = batch;
            this.reader = reader;
            this.builder = new PageBuilder(shown);
        }

        void add(Copy copy, Op op) {
            for (long i = 0; i < copy.times(); i++) {
                add(copy.row(), op);
            }
        }

        private void add(Row row, Op op) {
            for (int i = 0; i < columns; i++) {
                builder.column(i).appendFrom(row.page.column(i), row.row);
            }
            ((BytesColumnBuilder) builder.column(columns)).append(op.text);
            ((LongColumnBuilder) builder.column(columns + 1)).append(batch);
            builder.endRow();
            if (builder.isFull()) {
                reader.accept(builder.build());
            }
        }

        void finish() {
            if (!builder.isEmpty()) {
                reader.accept(builder.build());
            }
        }
    }
}
