package io.millrace.journal.status;

import java.util.ArrayList;
import java.util.List;

/**
 * Records that a journal does not have any more, or is about to lose.
 *
 * @param first LSN of the first of them
 * @param last LSN of the last that is known to have been there; less than the first when nothing is known to be lost
 * @param batches among those that can still be read
 * @param statements likewise, that defined or dropped something
 * @param others likewise
 */
public record Loss(long first, long last, long batches, long statements, long others) {

    public boolean nothing() {
        return last < first;
    }

    /** Which they are, and what is known of them. */
    public String text() {
        if (nothing()) {
            return "no record that is known to have been there";
        }
        List<String> known = new ArrayList<>();
        add(known, batches, "batch", "batches");
        add(known, statements, "statement that changed definitions", "statements that changed definitions");
        add(known, others, "other record", "other records");
        long unreadable = last - first + 1 - batches - statements - others;
        if (unreadable > 0) {
            known.add(unreadable + " that cannot be read");
        }
        String which = first == last ? "record " + first : "records " + first + " to " + last;
        return which + " (" + String.join(", ", known) + ")";
    }

    private static void add(List<String> known, long count, String one, String many) {
        if (count > 0) {
            known.add(count + " " + (count == 1 ? one : many));
        }
    }
}
