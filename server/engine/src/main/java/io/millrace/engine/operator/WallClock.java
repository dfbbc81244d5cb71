package io.millrace.engine.operator;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** Converts between instants and the wall clock of a zone, both as milliseconds; without a zone they are the same. */
final class WallClock {

    private final ZoneRules rules;
    private long validFrom = Long.MAX_VALUE;
    private long validTo = Long.MIN_VALUE;
    private long offset;

    WallClock(Optional<ZoneId> zone) {
        this.rules = zone.map(ZoneId::getRules).orElse(null);
    }

    long toWall(long instant) {
        if (rules == null) {
            return instant;
        }
        if (instant < validFrom || instant >= validTo) {
            Instant at = Instant.ofEpochMilli(instant);
            ZoneOffsetTransition next = rules.nextTransition(at);
            ZoneOffsetTransition previous = rules.previousTransition(at.plusMillis(1));
            validFrom = previous == null ? Long.MIN_VALUE : previous.toEpochSecond() * 1000;
            validTo = next == null ? Long.MAX_VALUE : next.toEpochSecond() * 1000;
            offset = rules.getOffset(at).getTotalSeconds() * 1000L;
        }
        return instant + offset;
    }

    /** The first instant at which the wall clock shows {@code wall}, or has passed it. */
    long toInstant(long wall) {
        if (rules == null) {
            return wall;
        }
        long seconds = Math.floorDiv(wall, 1000L);
        LocalDateTime local = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        return wall - rules.getOffset(local).getTotalSeconds() * 1000L;
    }
}
