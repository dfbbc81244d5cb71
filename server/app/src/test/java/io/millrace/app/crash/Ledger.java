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

    /** How many rows there are, and the sum of their ids. */
    record Totals(long rows, long ids) {

        static final Totals NOTHING = new Totals(0, 0);

        Totals with(Sent more) {
            long last = more.first() + more.rows() - 1;
            return new Totals(rows + more.rows(), ids + (more.first() + last) * more.rows() / 2);
        }
    }

    private final String name;
    private final long base;
    private final List<Sent> sent = new ArrayList<>();
    private long next;
    /** Of all statements whose rows are there for sure. */
    private Totals sure = Totals.NOTHING;

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
        if (outcome == Outcome.ACKNOWLEDGED) {
            sure = sure.with(sent.get(last));
        }
    }

    /** Which thousand million of ids are its own. */
    long range() {
        return base / 1_000_000_000L;
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
     * Compares with the sums of what is stored, and decides what was unknown: that can only be the last statement.
     *
     * @return what is wrong
     */
    List<String> settle(Totals stored) {
        int last = sent.size() - 1;
        boolean open = last >= 0 && sent.get(last).outcome() == Outcome.UNKNOWN;
        if (open) {
            Totals more = sure.with(sent.get(last));
            boolean there = stored.equals(more);
            sure = there ? more : sure;
            sent.set(last, sent.get(last).with(there ? Outcome.ACKNOWLEDGED : Outcome.REFUSED));
        }
        return stored.equals(sure)
                ? List.of()
                : List.of(name + ": there are " + stored + ", but acknowledged were " + sure
                        + (open ? ", and " + sent.get(last) + " of unknown outcome" : ""));
    }

    /**
     * Compares with what is stored, and decides what was unknown.
     *
     * @param stored how often each id is there; what belongs here is taken out
     * @return what is wrong
     */
    List<String> settle(Map<Long, Integer> stored) {
        List<String> wrong = new ArrayList<>();
        sure = Totals.NOTHING;
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
            sure = whole ? sure.with(one) : sure;
        }
        return wrong;
    }
}
