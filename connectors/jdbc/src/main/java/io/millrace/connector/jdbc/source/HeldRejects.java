package io.millrace.connector.jdbc.source;

import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that could not be read, until the server has those that were read with them: what is read again is not reported twice then. */
public final class HeldRejects implements RejectedRows {

    private static final int MOST = 1_000;
    private static final byte[] NOT_KEPT = "…".getBytes(StandardCharsets.UTF_8);

    private record Reject(byte[] raw, long position, ErrorCode code, String reason) {}

    private final List<Reject> held = new ArrayList<>();
    private long more;

    @Override
    public void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        if (isFull()) {
            more++;
        } else {
            held.add(new Reject(Arrays.copyOfRange(raw, start, start + length), position, code, reason));
        }
    }

    /** Whether there are some. */
    public boolean isAny() {
        return !held.isEmpty();
    }

    /** Whether further ones would only be counted. */
    public boolean isFull() {
        return held.size() >= MOST;
    }

    /** Reports them, once the server has the others. */
    public void passOn(RejectedRows to) {
        for (Reject reject : held) {
            to.reject(reject.raw(), 0, reject.raw().length, reject.position(), reject.code(), reject.reason());
        }
        for (; more > 0; more--) {
            Reject last = held.get(held.size() - 1);
            to.reject(NOT_KEPT, 0, NOT_KEPT.length, last.position(), last.code(), "one of many more that do not fit");
        }
        held.clear();
    }
}
