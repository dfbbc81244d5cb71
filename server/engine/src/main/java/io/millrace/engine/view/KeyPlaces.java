package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.stream.IntStream;

/** Keys, each once, and the places that they have among them. Used by one thread. */
public final class KeyPlaces {

    private final ViewStore keys;

    /** @param keyType the columns of the key */
    public KeyPlaces(RowType keyType) {
        this.keys = new ViewStore(keyType, IntStream.range(0, keyType.size()).toArray());
    }

    /** Puts a key behind the others; false when it has a place already. */
    public boolean add(Page page, int row) {
        int hash = keys.hash(page.slice(row, row + 1))[0];
        if (keys.find(page, row, hash) >= 0) {
            return false;
        }
        keys.replace(0, page, row, hash);
        return true;
    }

    /** How many there are. */
    public int size() {
        return Math.toIntExact(keys.size());
    }

    /** The place of each row of a page of keys, counted from 0; −1 where it has none. */
    public int[] of(Page page) {
        int[] hashes = keys.hash(page);
        int[] places = new int[page.size()];
        for (int row = 0; row < places.length; row++) {
            places[row] = keys.find(page, row, hashes[row]);
        }
        return places;
    }
}
