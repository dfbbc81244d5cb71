package io.millrace.engine.operator;

import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Page;

/** The residual condition of a join: which candidate pairs are pairs. */
interface PairFilter {

    /**
     * Keeps the pairs for which the condition is true.
     *
     * @param page the page that the pairs' rows are of
     * @param other the rows that the pairs' ids are of
     * @param pageIsLeft whether the page is of the left input
     */
    void keepMatching(PairList pairs, Page page, RowBag other, boolean pageIsLeft);
}
