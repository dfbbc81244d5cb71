package io.millrace.engine.operator.aggregate;

import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;

/** The total weight of each group: a group has a row while it is positive, and is forgotten when it is zero. */
final class GroupTotals implements GroupChanges.GroupState {

    private final boolean counting;
    private final LongCells totals = new LongCells(Versions.BATCHES);

    /**
     * @param appendOnly groups never lose rows, so that nothing need be counted
     * @param always groups have a row whatever their total: aggregates without keys
     */
    GroupTotals(boolean appendOnly, boolean always) {
        this.counting = !appendOnly && !always;
    }

    void reserve(int groups) {
        if (counting) {
            totals.reserve(groups);
        }
    }

    void add(int[] groups, int rows, long[] weights) {
        if (!counting) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            totals.add(groups[row], weights == null ? 1 : weights[row]);
        }
    }

    void forget(int group) {
        if (counting) {
            totals.set(group, 0);
        }
    }

    @Override
    public boolean isPresent(int group) {
        return !counting || totals.get(group) > 0;
    }

    @Override
    public boolean isEmpty(int group) {
        return counting && totals.get(group) == 0;
    }

    StateContainer state() {
        return totals;
    }
}
