package io.millrace.engine.operator.aggregate;

import java.util.Arrays;

/** The total weight of each group: a group has a row while it is positive, and is forgotten when it is zero. */
final class GroupTotals implements GroupChanges.GroupState {

    private final boolean counting;
    private long[] totals = new long[0];

    /**
     * @param appendOnly groups never lose rows, so that nothing need be counted
     * @param always groups have a row whatever their total: aggregates without keys
     */
    GroupTotals(boolean appendOnly, boolean always) {
        this.counting = !appendOnly && !always;
    }

    void reserve(int groups) {
        if (counting && groups > totals.length) {
            totals = Arrays.copyOf(totals, Math.max(groups, totals.length * 2));
        }
    }

    void add(int[] groups, int rows, long[] weights) {
        if (!counting) {
            return;
        }
        for (int row = 0; row < rows; row++) {
            totals[groups[row]] += weights == null ? 1 : weights[row];
        }
    }

    void forget(int group) {
        if (counting) {
            totals[group] = 0;
        }
    }

    @Override
    public boolean isPresent(int group) {
        return !counting || totals[group] > 0;
    }

    @Override
    public boolean isEmpty(int group) {
        return counting && totals[group] == 0;
    }

    long bytes() {
        return totals.length * 8L;
    }
}
