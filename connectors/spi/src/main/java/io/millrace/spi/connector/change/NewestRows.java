package io.millrace.spi.connector.change;

import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Of each key among some rows the one that came last. All of them stay in memory until they are taken. */
final class NewestRows {

    private static final int FIRST = 1024;
    private static final int NOTHING = -1;

    private final KeyColumns keys;
    private final List<Page> pages = new ArrayList<>();
    /** By place: the number of a key, or {@link #NOTHING}. */
    private int[] places = filled(FIRST);
    /** By the number of a key: its hash, and the page and the row that came last. */
    private int[] hashes = new int[FIRST / 2];

    private int[] pageOf = new int[FIRST / 2];
    private int[] rowOf = new int[FIRST / 2];
    private int count;

    NewestRows(KeyColumns keys) {
        this.keys = keys;
    }

    private static int[] filled(int size) {
        int[] places = new int[size];
        Arrays.fill(places, NOTHING);
        return places;
    }

    void add(Page page) {
        int number = pages.size();
        pages.add(page);
        for (int row = 0; row < page.size(); row++) {
            int key = key(page, row);
            pageOf[key] = number;
            rowOf[key] = row;
        }
    }

    /** The number of the key of a row, which may be new. */
    private int key(Page page, int row) {
        int hash = keys.hash(page, row);
        int at = hash & (places.length - 1);
        while (places[at] != NOTHING) {
            int key = places[at];
            if (hashes[key] == hash && keys.same(page, row, pages.get(pageOf[key]), rowOf[key])) {
                return key;
            }
            at = (at + 1) & (places.length - 1);
        }
        if (count == hashes.length) {
            grow();
            return key(page, row);
        }
        places[at] = count;
        hashes[count] = hash;
        return count++;
    }

    private void grow() {
        int size = places.length * 2;
        hashes = Arrays.copyOf(hashes, size / 2);
        pageOf = Arrays.copyOf(pageOf, size / 2);
        rowOf = Arrays.copyOf(rowOf, size / 2);
        places = filled(size);
        for (int key = 0; key < count; key++) {
            int at = hashes[key] & (size - 1);
            while (places[at] != NOTHING) {
                at = (at + 1) & (size - 1);
            }
            places[at] = key;
        }
    }

    /** The pages of the rows that came last, in the order in which they came. */
    List<Page> take() {
        int[][] rows = new int[pages.size()][];
        int[] kept = new int[pages.size()];
        for (int key = 0; key < count; key++) {
            kept[pageOf[key]]++;
        }
        for (int page = 0; page < rows.length; page++) {
            rows[page] = new int[kept[page]];
            kept[page] = 0;
        }
        for (int key = 0; key < count; key++) {
            rows[pageOf[key]][kept[pageOf[key]]++] = rowOf[key];
        }
        List<Page> taken = new ArrayList<>();
        for (int page = 0; page < rows.length; page++) {
            if (kept[page] > 0) {
                Page all = pages.get(page);
                Arrays.sort(rows[page]);
                taken.add(kept[page] == all.size() ? all : all.gather(rows[page], kept[page]));
            }
        }
        return taken;
    }
}
