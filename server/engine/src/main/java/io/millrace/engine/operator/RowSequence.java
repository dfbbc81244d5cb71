package io.millrace.engine.operator;

import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Column;

/** The rows of one partition in order, each copy by itself, with the borders of peers: rows that the sort keys do not tell apart. */
public final class RowSequence {

    private final RowBag rows;
    private final int[] ids;
    private final int[] peersFrom;
    private final int[] peersTo;
    private final int[] peerNumber;

    /** @param ids row ids in order, with repetition for copies */
    public RowSequence(RowBag rows, RowOrder order, int[] ids) {
        int size = ids.length;
        this.rows = rows;
        this.ids = ids;
        this.peersFrom = new int[size];
        this.peersTo = new int[size];
        this.peerNumber = new int[size];
        for (int i = 1; i < size; i++) {
            boolean peer = ids[i - 1] == ids[i] || order.compareKeys(ids[i - 1], ids[i]) == 0;
            peersFrom[i] = peer ? peersFrom[i - 1] : i;
            peerNumber[i] = peer ? peerNumber[i - 1] : peerNumber[i - 1] + 1;
        }
        for (int i = size - 1; i >= 0; i--) {
            boolean last = i == size - 1 || peersFrom[i + 1] == i + 1;
            peersTo[i] = last ? i : peersTo[i + 1];
        }
    }

    public int size() {
        return ids.length;
    }

    /** First position of the peers of a position. */
    public int peersFrom(int position) {
        return peersFrom[position];
    }

    /** Last position of the peers of a position. */
    public int peersTo(int position) {
        return peersTo[position];
    }

    /** How many groups of peers come before that of a position. */
    public int peerNumber(int position) {
        return peerNumber[position];
    }

    public Column column(int index) {
        return rows.store(index).gather(ids, ids.length);
    }

    public Column[] columns() {
        return rows.gather(ids, ids.length);
    }
}
