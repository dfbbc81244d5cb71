package io.millrace.engine.operator.over;

import io.millrace.dstream.Over;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.PageDifference;
import io.millrace.engine.operator.RowOrder;
import io.millrace.engine.operator.RowSequence;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;

/**
 * Computes window functions by recomputing the partitions that a batch touches, and emits the difference.
 *
 * <p>State: all rows. A batch costs time in the rows of the partitions it touches.
 */
public final class OverOperator implements Operator {

    private final int[] partitionColumns;
    private final KeyTable partitions;
    private final RowBag rows;
    private final RowOrder order;
    private final WindowFunctions functions;
    private final PageDifference difference;

    private final StateParts state = new StateParts();
    private int[][] sequences = new int[0][];
    private final IntCells sizes = new IntCells(Versions.NONE);
    private final ByteCells isTouched = new ByteCells(Versions.NONE);
    private final ByteCells isPlaced = new ByteCells(Versions.NONE);
    private final ByteCells isTouchedRow = new ByteCells(Versions.NONE);
    private final IdList touched = new IdList();
    private final IdList touchedRows = new IdList();
    private final IdList touchedRowPartitions = new IdList();
    private int[] groups = new int[0];

    public OverOperator(Over node, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        this.partitionColumns =
                node.partition().stream().mapToInt(Integer::intValue).toArray();
        this.partitions =
                KeyTable.create(node.partition().stream().map(input::type).toList(), Versions.BATCHES, compiler);
        this.rows = new RowBag(input, node.input().appendOnly(), Versions.BATCHES, compiler);
        this.state.add("partitions", partitions).add("rows", rows);
        this.order = new RowOrder(node.order(), rows, input.size());
        this.functions = new WindowFunctions(node.calls(), node.order(), input, compiler);
        this.difference = new PageDifference(node.rowType(), compiler);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        int count = delta.size();
        if (groups.length < count) {
            groups = new int[count];
        }
        partitions.findOrAdd(delta.columns(partitionColumns), count, groups);
        reservePartitions(partitions.limit());
        for (int row = 0; row < count; row++) {
            int partition = groups[row];
            if (!isTouched.is(partition)) {
                isTouched.set(partition, true);
                touched.add(partition);
                evaluate(partition, -1);
            }
        }
        int[] ids = rows.add(delta, Rows.all(count), count);
        reserveRows(rows.limit());
        for (int row = 0; row < count; row++) {
            if (!isTouchedRow.is(ids[row])) {
                isTouchedRow.set(ids[row], true);
                touchedRows.add(ids[row]);
                touchedRowPartitions.add(groups[row]);
            }
        }
    }

    private void reservePartitions(int limit) {
        if (limit > sequences.length) {
            sequences = Arrays.copyOf(sequences, Math.max(limit, sequences.length * 2));
        }
        sizes.reserve(limit);
        isTouched.reserve(limit);
    }

    private void reserveRows(int limit) {
        isTouchedRow.reserve(limit);
        isPlaced.reserve(limit);
    }

    /** Adds the output rows of a partition, as it is, to the difference. */
    private void evaluate(int partition, long weight) {
        int copies = 0;
        for (int i = 0; i < sizes.get(partition); i++) {
            copies += (int) Math.max(0, rows.weight(sequences[partition][i]));
        }
        if (copies == 0) {
            return;
        }
        int[] ids = new int[copies];
        int at = 0;
        for (int i = 0; i < sizes.get(partition); i++) {
            int id = sequences[partition][i];
            for (long copy = rows.weight(id); copy > 0; copy--) {
                ids[at++] = id;
            }
        }
        RowSequence sequence = new RowSequence(rows, order, ids);
        Column[] input = sequence.columns();
        Column[] results = functions.evaluate(sequence);
        Column[] columns = Arrays.copyOf(input, input.length + results.length);
        System.arraycopy(results, 0, columns, input.length, results.length);
        difference.add(columns, copies, weight);
    }

    @Override
    public void finish(Output output) {
        for (int i = 0; i < touchedRows.size(); i++) {
            place(touchedRowPartitions.get(i), touchedRows.get(i));
        }
        for (int i = 0; i < touched.size(); i++) {
            int partition = touched.get(i);
            evaluate(partition, 1);
            isTouched.set(partition, false);
            if (sizes.get(partition) == 0) {
                sequences[partition] = null;
                partitions.remove(partition);
            }
        }
        difference.emit(output);
        touched.clear();
        touchedRows.clear();
        touchedRowPartitions.clear();
    }

    /** Puts a row into the order of its partition, or takes it out when it has gone. */
    private void place(int partition, int id) {
        isTouchedRow.set(id, false);
        boolean present = rows.weight(id) != 0;
        if (present && !isPlaced.is(id)) {
            int size = sizes.get(partition);
            int[] ids = sequences[partition];
            if (ids == null || size == ids.length) {
                ids = ids == null ? new int[4] : Arrays.copyOf(ids, size * 2);
                sequences[partition] = ids;
            }
            int at = position(ids, size, id);
            System.arraycopy(ids, at, ids, at + 1, size - at);
            ids[at] = id;
            sizes.set(partition, size + 1);
            isPlaced.set(id, true);
        } else if (!present) {
            if (isPlaced.is(id)) {
                int[] ids = sequences[partition];
                int size = sizes.get(partition);
                int at = position(ids, size, id);
                System.arraycopy(ids, at + 1, ids, at, size - 1 - at);
                sizes.set(partition, size - 1);
                isPlaced.set(id, false);
            }
            rows.remove(id);
        }
    }

    private int position(int[] ids, int size, int id) {
        if (size > 0 && order.compare(ids[size - 1], id) < 0) {
            return size;
        }
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = low + high >>> 1;
            if (order.compare(ids[middle], id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        difference.clear();
        touched.clear();
        touchedRows.clear();
        touchedRowPartitions.clear();
        reservePartitions(partitions.limit());
        reserveRows(rows.limit());
        Arrays.fill(sequences, null);
        for (int partition = 0; partition < sizes.capacity(); partition++) {
            sizes.set(partition, 0);
            isTouched.set(partition, false);
        }
        for (int id = 0; id < isPlaced.capacity(); id++) {
            isPlaced.set(id, false);
            isTouchedRow.set(id, false);
        }
        int[] ids = rows.ids();
        IdSort.sort(ids, ids.length, order::compare);
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int[] some = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS));
            int[] groupOf = new int[some.length];
            Page page = new Page(some.length, rows.gather(some, some.length), null);
            partitions.find(page.columns(partitionColumns), some.length, groupOf);
            for (int i = 0; i < some.length; i++) {
                place(groupOf[i], some[i]);
            }
        }
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + rows.size() * 6L + difference.bytes();
    }
}
