package io.millrace.app.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The statements that one writer has sent, each with its own run of ids, and what is known of them. A statement whose outcome is unknown
 * is all there or not at all; what was found once must stay so. Used by one thread at a time.
 */
final class Ledger {

    /** What is known of a statement. */
    enum Outcome {
        ACKNOWLEDGED,
        UNKNOWN,
        REFUSED
    }

    private record Sent(long first, int rows, Outcome outcome) {

        Sent with(Outcome known) {
            return new Sent(first, rows, known);
        }
    }

    private final String name;
    private final long base;
    private final List<Sent> sent = new ArrayList<>();
    private long next;

    /** @param base the first id; no other ledger has ids in the next thousand million */
    Ledger(String name, long base) {
        this.name = name;
        this.base = base;
        this.next = base;
    }

    /** Takes ids for a statement, whose outcome is unknown from now on. */
    long begin(int rows) {
        long first = next;
        next += rows;
        sent.add(new Sent(first, rows, Outcome.UNKNOWN));
        return first;
    }

    /** What became of the statement that was begun last. */
    void end(Outcome outcome) {
        int last = sent.size() - 1;
        sent.set(last, sent.get(last).with(outcome));
    }

    boolean owns(long id) {
        return id >= base && id < base + 1_000_000_000L;
    }

    long acknowledgedRows() {
        return sent.stream()
                .filter(one -> one.outcome() == Outcome.ACKNOWLEDGED)
                .mapToLong(Sent::rows)
                .sum();
    }

    long unknownStatements() {
        return sent.stream().filter(one -> one.outcome() == Outcome.UNKNOWN).count();
    }

    /**
     * Compares with what is stored, and decides what was unknown.
     *
     * @param stored how often each id is there; what belongs here is taken out
     * @return what is wrong
     */
    List<String> settle(Map<Long, Integer> stored) {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            Sent one = sent.get(i);
            int there = 0;
            for (long id = one.first(); id < one.first() + one.rows(); id++) {
                Integer copies = stored.remove(id);
                if (copies != null) {
                    there++;
                    if (copies > 1) {
                        wrong.add(name + ": row " + id + " is there " + copies + " times");
                    }
                }
            }
            boolean whole = there == one.rows();
            boolean fits = switch (one.outcome()) {
                case ACKNOWLEDGED -> whole;
                case UNKNOWN -> whole || there == 0;
                case REFUSED -> there == 0;
            };
            if (!fits) {
                wrong.add(name + ": of statement " + i + ", " + one + ", there are " + there + " rows");
            }
            sent.set(i, one.with(whole ? Outcome.ACKNOWLEDGED : Outcome.REFUSED));
        }
        return wrong;
    }
}
