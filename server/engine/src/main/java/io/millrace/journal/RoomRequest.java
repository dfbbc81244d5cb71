package io.millrace.journal;

import io.millrace.spi.error.MillraceException;

/** An append that waits for room in the segment; guarded by the lock of {@link Appends}. */
final class RoomRequest {

    private final long bytes;
    private final Urgency urgency;
    private boolean answered;
    private MillraceException refusal;

    RoomRequest(long bytes, Urgency urgency) {
        this.bytes = bytes;
        this.urgency = urgency;
    }

    long bytes() {
        return bytes;
    }

    Urgency urgency() {
        return urgency;
    }

    boolean answered() {
        return answered;
    }

    void grant() {
        answered = true;
    }

    void refuse(MillraceException reason) {
        refusal = reason;
        answered = true;
    }

    void throwRefusal() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
