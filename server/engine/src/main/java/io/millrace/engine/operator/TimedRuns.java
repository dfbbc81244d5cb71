package io.millrace.engine.operator;

import java.util.Arrays;

/** For each group, ids in order of time: sorted arrays that are appended to at the end and cut off at the start. */
public final class TimedRuns {

    private static final int FIRST_CAPACITY = 4;

    private final IdSort.Comparison ties;
    private long[][] times = new long[0][];
    private int[][] ids = new int[0][];
    private int[] starts = new int[0];
    private int[] ends = new int[0];

    /** @param ties orders ids of the same time */
    public TimedRuns(IdSort.Comparison ties) {
        this.ties = ties;
    }

    public void reserveGroups(int groups) {
        if (groups > times.length) {
            int capacity = Math.max(groups, times.length * 2);
            times = Arrays.copyOf(times, capacity);
            ids = Arrays.copyOf(ids, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
    }

    /** Position of the first id of the group. */
    public int start(int group) {
        return starts[group];
    }

    /** Position behind the last id of the group. */
    public int end(int group) {
        return ends[group];
    }

    public int id(int group, int position) {
        return ids[group][position];
    }

    public long time(int group, int position) {
        return times[group][position];
    }

    /** Position of the first id whose time is not less. */
    public int atOrAfter(int group, long time) {
        int low = starts[group];
        int high = ends[group];
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
        return time == Long.MAX_VALUE ? ends[group] : atOrAfter(group, time + 1);
    }

    /** Adds ids that are in order among themselves. */
    public void merge(int group, int[] added, long[] timeOf, int count) {
        makeRoom(group, count);
        long[] groupTimes = times[group];
        int[] groupIds = ids[group];
        int old = ends[group] - 1;
        int to = ends[group] + count - 1;
        for (int next = count - 1; next >= 0; to--) {
            int id = added[next];
            if (old >= starts[group] && isAfter(groupTimes[old], groupIds[old], timeOf[id], id)) {
                groupTimes[to] = groupTimes[old];
                groupIds[to] = groupIds[old--];
            } else {
                groupTimes[to] = timeOf[id];
                groupIds[to] = id;
                next--;
            }
        }
        ends[group] += count;
    }

    private boolean isAfter(long time, int id, long otherTime, int other) {
        return time > otherTime || (time == otherTime && ties.compare(id, other) > 0);
    }

    private void makeRoom(int group, int count) {
        int size = ends[group] - starts[group];
        if (times[group] == null) {
            times[group] = new long[Math.max(FIRST_CAPACITY, count)];
            ids[group] = new int[times[group].length];
        } else if (ends[group] + count > times[group].length) {
            int capacity = size + count > times[group].length / 2 ? (size + count) * 2 : times[group].length;
            long[] newTimes = new long[capacity];
            int[] newIds = new int[capacity];
            System.arraycopy(times[group], starts[group], newTimes, 0, size);
            System.arraycopy(ids[group], starts[group], newIds, 0, size);
            times[group] = newTimes;
            ids[group] = newIds;
            starts[group] = 0;
            ends[group] = size;
        }
    }

    /** Takes the id out of the group; it must be there. */
    public void remove(int group, int id, long time) {
        int at = atOrAfter(group, time);
        while (ids[group][at] != id) {
            at++;
        }
        int behind = ends[group] - at - 1;
        System.arraycopy(times[group], at + 1, times[group], at, behind);
        System.arraycopy(ids[group], at + 1, ids[group], at, behind);
        ends[group]--;
    }

    /** Takes out all ids before a position. */
    public void cut(int group, int position) {
        starts[group] = position;
        if (position == ends[group]) {
            times[group] = null;
            ids[group] = null;
            starts[group] = 0;
            ends[group] = 0;
        }
    }

    public long bytes() {
        long bytes = times.length * 24L;
        for (long[] groupTimes : times) {
            bytes += groupTimes == null ? 0 : groupTimes.length * 12L + 32;
        }
        return bytes;
    }
}
