package io.millrace.dstream.window;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Where the windows of a {@link WindowSpec} begin and end, in epoch milliseconds. Windows are numbered in the order of their ends;
 * the windows of a point in time have consecutive numbers.
 *
 * <p>In a zone, borders are times of the wall clock. A border that the clock skips is where it skips; one that the clock shows
 * twice is where it is shown first. So windows are never out of order, and only a window that the clock skips as a whole is empty.
 */
public final class WindowBorders {

    private final WindowSpec spec;
    private final ZoneRules rules;
    private final boolean growing;
    private final long stepsPerSize;

    public WindowBorders(WindowSpec spec) {
        this.spec = spec;
        this.rules = spec.zone().map(zone -> zone.getRules()).orElse(null);
        this.growing = spec.kind() == WindowSpec.Kind.CUMULATE;
        this.stepsPerSize = spec.size() / spec.slide();
    }

    /** The number of the first window that a point in time is in. */
    public long first(long time) {
        if (growing) {
            return step(time);
        }
        long number = Math.floorDiv(wall(time) - spec.offset() - spec.size(), spec.slide()) + 1;
        if (rules != null) {
            while (end(number) <= time) {
                number++;
            }
            while (end(number - 1) > time) {
                number--;
            }
        }
        return number;
    }

    /** The number of the last window that a point in time is in; less than {@link #first} where it is in none. */
    public long last(long time) {
        long step = step(time);
        return growing ? (Math.floorDiv(step, stepsPerSize) + 1) * stepsPerSize - 1 : step;
    }

    /** The number of the window that has this end. */
    public long ending(long end) {
        long length = growing ? spec.slide() : spec.size();
        long number = Math.floorDiv(wall(end) - spec.offset() - length, spec.slide());
        if (rules != null) {
            while (end(number) < end) {
                number++;
            }
            while (end(number) > end) {
                number--;
            }
        }
        return number;
    }

    public long start(long number) {
        long step = growing ? Math.floorDiv(number, stepsPerSize) * stepsPerSize : number;
        return instant(spec.offset() + step * spec.slide());
    }

    public long end(long number) {
        return instant(spec.offset() + number * spec.slide() + (growing ? spec.slide() : spec.size()));
    }

    /** The end of the longest window that starts then, for a time at which one starts. */
    public long endOfStart(long start) {
        return end(last(start));
    }

    /** The number of the last step that begins at or before a time. */
    private long step(long time) {
        long step = Math.floorDiv(wall(time) - spec.offset(), spec.slide());
        if (rules != null) {
            while (stepStart(step + 1) <= time) {
                step++;
            }
            while (stepStart(step) > time) {
                step--;
            }
        }
        return step;
    }

    private long stepStart(long step) {
        return instant(spec.offset() + step * spec.slide());
    }

    private long wall(long instant) {
        return rules == null
                ? instant
                : instant + rules.getOffset(Instant.ofEpochMilli(instant)).getTotalSeconds() * 1000L;
    }

    private long instant(long wall) {
        if (rules == null) {
            return wall;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(Math.floorDiv(wall, 1000L), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        return transition != null && transition.isGap()
                ? transition.toEpochSecond() * 1000
                : wall - rules.getOffset(local).getTotalSeconds() * 1000L;
    }
}
