package io.millrace.engine.input;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.function.Consumer;

/**
 * The numbers of an identity column. Whoever makes rows takes numbers for them, which are written down with the rows; the rows that come into a
 * batch, also when it is done again after a restart, tell which numbers are gone. So none is given twice, but some may never be seen: those of
 * statements that failed. Thread-safe.
 */
public final class IdentityCounter {

    private final RowRules.Identity identity;
    private long next;
    private boolean spent;

    IdentityCounter(RowRules.Identity identity) {
        this.identity = identity;
        this.next = identity.start();
    }

    /** Takes the next numbers. */
    public synchronized long[] take(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            if (spent) {
                throw new MillraceException(
                        ErrorCode.NUMERIC_OUT_OF_RANGE, "there are no more numbers; nothing was changed");
            }
            numbers[i] = next;
            pass(next);
        }
        return numbers;
    }

    /** Rows are there. */
    synchronized void seen(Page page) {
        if (page.column(identity.column()) instanceof LongColumn longs) {
            for (int row = 0; row < page.size(); row++) {
                seen(longs.values()[row]);
            }
        } else {
            int[] values = ((IntColumn) page.column(identity.column())).values();
            for (int row = 0; row < page.size(); row++) {
                seen(values[row]);
            }
        }
    }

    private void seen(long value) {
        if (identity.increment() > 0 ? value >= next : value <= next) {
            pass(value);
        }
    }

    /** Goes on to the first number behind a value. */
    private void pass(long value) {
        try {
            long steps = Math.addExact(Math.subtractExact(value, identity.start()) / identity.increment(), 1);
            next = Math.addExact(identity.start(), Math.multiplyExact(steps, identity.increment()));
        } catch (ArithmeticException e) {
            spent = true;
        }
    }

    /** How far it has come, for a checkpoint. */
    synchronized Consumer<Encoder> cut() {
        long reached = next;
        boolean none = spent;
        return out -> {
            out.putLong(reached);
            out.putByte(none ? 1 : 0);
        };
    }

    synchronized void restore(Decoder in) {
        next = in.takeLong();
        spent = in.takeByte() != 0;
    }
}
