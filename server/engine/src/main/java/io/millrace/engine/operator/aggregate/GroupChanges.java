package io.millrace.engine.operator.aggregate;

import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.operator.ColumnDifference;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.RowStore;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Remembers, for the groups that a batch touches, what had been emitted for them, and emits the difference at the end of the
 * batch: −old row, +new row, where they differ.
 */
final class GroupChanges {

    private final GroupTable table;
    private final RowStore oldResults;
    private final IdList fresh = new IdList();
    private final IdList known = new IdList();
    /** The batch that touched each group last. */
    private final IntCells stamps = new IntCells(Versions.NONE);
    /** Whether each group has a row in the output. */
    private final ByteCells emitted = new ByteCells(Versions.BATCHES);

    private int batch = 1;
    private int[] rows = new int[0];
    private int[] storeIds = new int[0];

    /** @param results the types of the aggregate calls */
    GroupChanges(GroupTable table, List<Type> results) {
        this.table = table;
        this.oldResults = new RowStore(results, Versions.NONE);
    }

    void reserve(int groups) {
        stamps.reserve(groups);
        emitted.reserve(groups);
    }

    /** Notes that the states of these groups are about to change. */
    void touch(int[] groups, int count) {
        int from = known.size();
        int[][] blocks = stamps.writable();
        byte[][] present = emitted.blocks();
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            int[] block = blocks[group >>> Cells.SHIFT];
            if (block[group & Cells.MASK] != batch) {
                block[group & Cells.MASK] = batch;
                boolean isKnown = present[group >>> Cells.SHIFT][group & Cells.MASK] != 0;
                (isKnown ? known : fresh).add(group);
            }
        }
        saveOld(from);
    }

    private void saveOld(int from) {
        int count = known.size() - from;
        if (count == 0) {
            return;
        }
        if (rows.length < count) {
            rows = new int[count];
            storeIds = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = i;
            }
        }
        Column[] results = table.results(known.slice(from, known.size()), count);
        oldResults.add(new Page(count, results, null), rows, count, storeIds);
    }

    /** Emits the changes of the batch and hands groups without rows to {@code gone}. */
    void emit(GroupState state, Output output, IdList gone) {
        for (int from = 0; from < known.size(); from += Page.MAX_ROWS) {
            emitKnown(from, Math.min(known.size(), from + Page.MAX_ROWS), state, output);
        }
        for (int from = 0; from < fresh.size(); from += Page.MAX_ROWS) {
            emitFresh(from, Math.min(fresh.size(), from + Page.MAX_ROWS), state, output);
        }
        for (int i = 0; i < known.size(); i++) {
            collectGone(known.get(i), state, gone);
        }
        for (int i = 0; i < fresh.size(); i++) {
            collectGone(fresh.get(i), state, gone);
        }
        reset();
    }

    private static void collectGone(int group, GroupState state, IdList gone) {
        if (state.isEmpty(group)) {
            gone.add(group);
        }
    }

    private void emitKnown(int from, int to, GroupState state, Output output) {
        int count = to - from;
        int[] groups = known.slice(from, to);
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = from + i;
        }
        Column[] before = oldResults.gather(ids, count);
        Column[] after = table.results(groups, count);
        boolean[] differs = new boolean[count];
        for (int i = 0; i < before.length; i++) {
            ColumnDifference.mark(before[i], after[i], differs);
        }
        int[] removed = new int[count];
        int[] added = new int[count];
        int removedCount = 0;
        int addedCount = 0;
        for (int i = 0; i < count; i++) {
            boolean present = state.isPresent(groups[i]);
            emitted.set(groups[i], present);
            if (differs[i] || !present) {
                removed[removedCount++] = i;
                if (present) {
                    added[addedCount++] = i;
                }
            }
        }
        Column[] keys = removedCount == 0 ? new Column[0] : table.keys().gather(groups, count);
        emit(keys, before, removed, removedCount, -1, output);
        emit(keys, after, added, addedCount, 1, output);
    }

    private static void emit(Column[] keys, Column[] results, int[] rows, int count, long weight, Output output) {
        if (count == 0) {
            return;
        }
        Column[] columns = Arrays.copyOf(keys, keys.length + results.length);
        System.arraycopy(results, 0, columns, keys.length, results.length);
        if (count < columnSize(columns, count)) {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = columns[i].gather(rows, count);
            }
        }
        long[] weights = null;
        if (weight != 1) {
            weights = new long[count];
            Arrays.fill(weights, weight);
        }
        output.emit(new Page(count, columns, weights));
    }

    private static int columnSize(Column[] columns, int otherwise) {
        return columns.length == 0 ? otherwise : columns[0].size();
    }

    private void emitFresh(int from, int to, GroupState state, Output output) {
        int[] groups = fresh.slice(from, to);
        int count = 0;
        for (int group : groups) {
            if (state.isPresent(group)) {
                emitted.set(group, true);
                groups[count++] = group;
            }
        }
        if (count > 0) {
            output.emit(new Page(count, table.rows(groups, count), null));
        }
    }

    /** Forgets what was emitted for a group whose id becomes free. */
    void forget(int group) {
        emitted.set(group, false);
        stamps.set(group, 0);
    }

    /** Forgets the batch that was touching groups. */
    void reset() {
        known.clear();
        fresh.clear();
        oldResults.clear();
        batch++;
    }

    StateContainer state() {
        return emitted;
    }

    /** Estimated heap bytes, but for the state. */
    long bytes() {
        return stamps.bytes() + oldResults.bytes();
    }

    /** Says whether groups have rows. */
    interface GroupState {

        /** Whether the group has a row in the output. */
        boolean isPresent(int group);

        /** Whether the group can be forgotten. */
        boolean isEmpty(int group);
    }
}
