package io.millrace.session.rows;

import io.millrace.spi.data.Page;

/** Writes rows of weight n as n rows. */
final class Copies {

    private Copies() {}

    /** The page with each row as often as its weight says; rows of negative weight are left out. */
    static Page expand(Page page) {
        if (page.weights() == null) {
            return page;
        }
        long total = 0;
        for (int row = 0; row < page.size(); row++) {
            total += Math.max(0, page.weight(row));
        }
        int[] rows = new int[Math.toIntExact(total)];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            for (long copy = 0; copy < page.weight(row); copy++) {
                rows[count++] = row;
            }
        }
        return page.withWeights(null).gather(rows, count);
    }
}
