package io.millrace.engine.operator.topn;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.state.RowBag;
import java.util.Arrays;

/** The rows of partitions between offset and limit, as runs of ids with weights: one list of runs per partition. */
final class VisibleRows {

    private final long offset;
    private final long limit;
    private int[] ids = new int[64];
    private long[] weights = new long[64];
    private int size;
    private final IdList starts = new IdList();

    VisibleRows(long offset, long limit) {
        this.offset = offset;
        this.limit = limit;
    }

    /** Appends the visible rows of one partition, given its best rows in order. */
    void append(int[] best, int count, RowBag rows) {
        starts.add(size);
        long skip = offset;
        long room = limit;
        for (int i = 0; i < count && room > 0; i++) {
            long weight = rows.weight(best[i]);
            long skipped = Math.min(skip, weight);
            skip -= skipped;
            long taken = Math.min(weight - skipped, room);
            room -= taken;
            if (taken > 0) {
                add(best[i], taken);
            }
        }
    }

    private void add(int id, long weight) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
            weights = Arrays.copyOf(weights, size * 2);
        }
        ids[size] = id;
        weights[size++] = weight;
    }

    int from(int list) {
        return starts.get(list);
    }

    int to(int list) {
        return list + 1 < starts.size() ? starts.get(list + 1) : size;
    }

    int id(int at) {
        return ids[at];
    }

    long weight(int at) {
        return weights[at];
    }

    void clear() {
        size = 0;
        starts.clear();
    }
}
