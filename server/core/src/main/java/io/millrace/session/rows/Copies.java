package io.millrace.session.rows;

import io.millrace.spi.data.Page;
import java.util.function.Predicate;

/** Writes rows of weight n as n rows. */
final class Copies {

    private Copies() {}

    /**
     * Passes the rows of a page on, each as often as its weight says, some at a time; rows of negative weight are left out.
     *
     * @return whether the reader wants more
     */
    static boolean expand(Page page, Predicate<Page> reader) {
        if (page.weights() == null) {
            return reader.test(page);
        }
        Page unweighted = page.withWeights(null);
        int[] rows = new int[Page.MAX_ROWS];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            for (long copy = 0; copy < page.weight(row); copy++) {
                rows[count++] = row;
                if (count == rows.length) {
                    if (!reader.test(unweighted.gather(rows, count))) {
                        return false;
                    }
                    count = 0;
                }
            }
        }
        return count == 0 || reader.test(unweighted.gather(rows, count));
    }
}
