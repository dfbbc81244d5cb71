package io.millrace.engine.operator.rows;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows, each with how often it is there: those of which nothing is left are forgotten. */
final class CountedRows {

    private final RowBag rows;
    private int[] all = new int[0];

    CountedRows(RowType rowType, Versions versions, ClassCompiler compiler) {
        this.rows = new RowBag(rowType, false, versions, compiler);
    }

    StateContainer container() {
        return rows;
    }

    int size() {
        return rows.size();
    }

    void clear() {
        rows.clear();
    }

    private int[] all(int count) {
        if (all.length < count) {
            all = new int[count];
            for (int i = 0; i < count; i++) {
                all[i] = i;
            }
        }
        return all;
    }

    /** Adds rows as often as their weights say. */
    void add(Page page) {
        int[] ids = rows.add(page, all(page.size()), page.size());
        for (int i = 0; i < page.size(); i++) {
            if (rows.weight(ids[i]) == 0) {
                rows.remove(ids[i]);
            }
        }
    }

    /** Adds once those rows that are not there, whatever their weights; answers which these are. */
    Optional<Page> addAbsent(Page page) {
        rows.add(page.withWeights(new long[page.size()]), all(page.size()), page.size());
        int count = rows.addedCount(page.size());
        if (count == 0) {
            return Optional.empty();
        }
        int[] added = rows.added().clone();
        Page absent = new Page(count, rows.gather(added, count), null);
        rows.add(absent, all(count), count);
        return Optional.of(absent);
    }

    /** All rows, with their weights. */
    List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        int[] ids = rows.ids();
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            int count = Math.min(Page.MAX_ROWS, ids.length - from);
            int[] some = new int[count];
            long[] weights = new long[count];
            for (int i = 0; i < count; i++) {
                some[i] = ids[from + i];
                weights[i] = rows.weight(some[i]);
            }
            pages.add(new Page(count, rows.gather(some, count), Rows.orOnes(weights, count)));
        }
        return pages;
    }
}
