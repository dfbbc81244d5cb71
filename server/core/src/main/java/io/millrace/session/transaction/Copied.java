package io.millrace.session.transaction;

import io.millrace.spi.data.Page;

/** Rows with copies, as many rows. */
final class Copied {

    private Copied() {}

    static Page expanded(Page page) {
        if (page.weights() == null) {
            return page;
        }
        long size = 0;
        for (int row = 0; row < page.size(); row++) {
            size += page.weight(row);
        }
        int[] rows = new int[Math.toIntExact(size)];
        int next = 0;
        for (int row = 0; row < page.size(); row++) {
            for (long copy = page.weight(row); copy > 0; copy--) {
                rows[next++] = row;
            }
        }
        return page.gather(rows, rows.length).withWeights(null);
    }
}
