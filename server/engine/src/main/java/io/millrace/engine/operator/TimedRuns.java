package io.millrace.engine.operator;

import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;

/**
 * For each group, ids in order of time: sorted arrays that are appended to at the end and cut off at the start. Derived from the
 * times, so scratch space.
 */
public final class TimedRuns {

    private static final int FIRST_CAPACITY = 4;

    private final IdSort.Comparison ties;
    private long[][] times = new long[0][];
    private int[][] ids = new int[0][];
    private final IntCells starts = new IntCells(Versions.NONE);
    private final IntCells ends = new IntCells(Versions.NONE);

    /** @param ties orders ids of the same time */
    public TimedRuns(IdSort.Comparison ties) {
        this.ties = ties;
    }

    public void reserveGroups(int groups) {
        if (groups > times.length) {
            int capacity = Math.max(groups, times.length * 2);
            times = Arrays.copyOf(times, capacity);
            ids = Arrays.copyOf(ids, capacity);
        }
        starts.reserve(groups);
        ends.reserve(groups);
    }

    /** Position of the first id of the group. */
    public int start(int group) {
        return starts.get(group);
    }

    /** Position behind the last id of the group. */
    public int end(int group) {
        return ends.get(group);
    }

    public int id(int group, int position) {
        return ids[group][position];
    }

    public long time(int group, int position) {
        return times[group][position];
    }

    /** Position of the first id whose time is not less. */
    public int atOrAfter(int group, long time) {
        int low = starts.get(group);
        int high = ends.get(group);
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[group][middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Position of the first id whose time is greater. */
    public int after(int group, long time) {
        return time == Long.MAX_VALUE ? ends.get(group) : atOrAfter(group, time + 1);
    }

    /** Adds ids that are in order among themselves. */
    public void merge(int group, int[] added, LongCells timeOf, int count) {
        makeRoom(group, count);
        long[] groupTimes = times[group];
        int[] groupIds = ids[group];
        int start = starts.get(group);
        int old = ends.get(group) - 1;
        int to = old + count;
        for (int next = count - 1; next >= 0; to--) {
            int id = added[next];
            long time = timeOf.get(id);
            if (old >= start && isAfter(groupTimes[old], groupIds[old], time, id)) {
                groupTimes[to] = groupTimes[old];
                groupIds[to] = groupIds[old--];
            } else {
                groupTimes[to] = time;
                groupIds[to] = id;
                next--;
            }
        }
        ends.add(group, count);
    }

    private boolean isAfter(long time, int id, long otherTime, int other) {
        return time > otherTime || (time == otherTime && ties.compare(id, other) > 0);
    }

    private void makeRoom(int group, int count) {
        int size = ends.get(group) - starts.get(group);
        if (times[group] == null) {
            times[group] = new long[Math.max(FIRST_CAPACITY, count)];
            ids[group] = new int[times[group].length];
        } else if (ends.get(group) + count > times[group].length) {
            int capacity = size + count > times[group].length / 2 ? (size + count) * 2 : times[group].length;
            long[] newTimes = new long[capacity];
            int[] newIds = new int[capacity];
            System.arraycopy(times[group], starts.get(group), newTimes, 0, size);
            System.arraycopy(ids[group], starts.get(group), newIds, 0, size);
            times[group] = newTimes;
            ids[group] = newIds;
            starts.set(group, 0);
            ends.set(group, size);
        }
    }

    /** Takes the id out of the group; it must be there. */
    public void remove(int group, int id, long time) {
        int at = atOrAfter(group, time);
        while (ids[group][at] != id) {
            at++;
        }
        int behind = ends.get(group) - at - 1;
        System.arraycopy(times[group], at + 1, times[group], at, behind);
        System.arraycopy(ids[group], at + 1, ids[group], at, behind);
        ends.add(group, -1);
    }

    /** Takes out all ids before a position. */
    public void cut(int group, int position) {
        starts.set(group, position);
        if (position == ends.get(group)) {
            times[group] = null;
            ids[group] = null;
            starts.set(group, 0);
            ends.set(group, 0);
        }
    }

    /** Forgets all groups. */
    public void clear() {
        Arrays.fill(times, null);
        Arrays.fill(ids, null);
        for (int group = 0; group < starts.capacity(); group++) {
            starts.set(group, 0);
            ends.set(group, 0);
        }
    }

    public long bytes() {
        long bytes = times.length * 16L + starts.bytes() + ends.bytes();
        for (long[] groupTimes : times) {
            bytes += groupTimes == null ? 0 : groupTimes.length * 12L + 32;
        }
        return bytes;
    }
}
