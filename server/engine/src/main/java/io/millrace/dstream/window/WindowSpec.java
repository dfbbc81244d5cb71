package io.millrace.dstream.window;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which windows a point in time belongs to.
 *
 * @param size length in milliseconds; the largest window of {@link Kind#CUMULATE}
 * @param slide distance between starts of HOP windows, or step of CUMULATE windows; equals {@code size} for TUMBLE
 * @param offset shift of all window borders against the epoch, in milliseconds
 * @param zone whose wall clock the borders follow; empty for borders that are equally far from each other
 */
public record WindowSpec(Kind kind, long size, long slide, long offset, Optional<ZoneId> zone) {

    /** The window functions that assign rows one by one. */
    public enum Kind {
        TUMBLE,
        HOP,
        CUMULATE
    }

    /**
     * The windows that follow the wall clock of a zone. Where the clock is only ever changed by multiples of the distance between
     * windows, they are as far from each other as ever: the zone but shifts them.
     */
    public static WindowSpec inZone(Kind kind, long size, long slide, long offset, ZoneId zone) {
        long distance = kind == Kind.CUMULATE ? size : slide;
        if (ZoneShifts.since1970(zone).stream().allMatch(shift -> shift.toMillis() % distance == 0)) {
            ZoneOffset any = zone.getRules().getOffset(Instant.EPOCH);
            long shifted = Math.floorMod(offset - any.getTotalSeconds() * 1000L, distance);
            return new WindowSpec(kind, size, slide, shifted, Optional.empty());
        }
        return new WindowSpec(kind, size, slide, offset, Optional.of(zone));
    }

    /** The length of the longest window in milliseconds: more than the size where a clock can be set back inside a window. */
    public long longest() {
        return size + zone.map(ZoneShifts::spread).orElse(0L);
    }
}
