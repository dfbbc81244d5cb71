package io.millrace.dstream;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Which windows a point in time belongs to.
 *
 * @param size length in milliseconds; the largest window of {@link Kind#CUMULATE}
 * @param slide distance between starts of HOP windows, or step of CUMULATE windows; equals {@code size} for TUMBLE
 * @param offset shift of all window borders against the epoch, in milliseconds
 * @param zone whose wall clock the borders follow; empty for TIMESTAMPs taken as they are
 */
public record WindowSpec(Kind kind, long size, long slide, long offset, Optional<ZoneId> zone) {

    /** The window functions that assign rows one by one. */
    public enum Kind {
        TUMBLE,
        HOP,
        CUMULATE
    }
}
