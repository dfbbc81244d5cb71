package io.millrace.planner.graph.node;

import io.millrace.dstream.window.WindowSpec;
import java.util.Optional;

/**
 * What is known about a column of times: rows with that time are not changed any more once the watermark has passed it.
 *
 * @param size length of the longest window in milliseconds, for {@link Kind#WINDOW_START}; else 0
 * @param windows the windows that the column tells, when they are known
 */
public record TimeFact(Kind kind, long size, Optional<WindowSpec> windows) {

    /** How the column tells time. */
    public enum Kind {
        /** The time itself. */
        EVENT_TIME,
        /** The start of a window: rows change until the watermark has passed start + size. */
        WINDOW_START,
        /** The end of a window. */
        WINDOW_END,
        /** The last millisecond of a window; of a session its end, because a row at the end still extends it. */
        WINDOW_TIME,
        /** The last millisecond before the end of a session. */
        SESSION_TIME
    }

    public static final TimeFact EVENT_TIME = new TimeFact(Kind.EVENT_TIME, 0, Optional.empty());
    static final TimeFact WINDOW_END = new TimeFact(Kind.WINDOW_END, 0, Optional.empty());
    public static final TimeFact WINDOW_TIME = new TimeFact(Kind.WINDOW_TIME, 0, Optional.empty());

    public static final TimeFact SESSION_TIME = new TimeFact(Kind.SESSION_TIME, 0, Optional.empty());

    public static TimeFact windowStart(WindowSpec windows) {
        return new TimeFact(Kind.WINDOW_START, windows.longest(), Optional.of(windows));
    }

    public static TimeFact windowEnd(WindowSpec windows) {
        return new TimeFact(Kind.WINDOW_END, 0, Optional.of(windows));
    }

    public static TimeFact windowTime(WindowSpec windows) {
        return new TimeFact(Kind.WINDOW_TIME, 0, Optional.of(windows));
    }

    /** Whether the column identifies a window. */
    public boolean ofWindow() {
        return kind != Kind.EVENT_TIME;
    }

    /** What a column tells that holds such times and others of {@code other}; empty when they have nothing in common. */
    public Optional<TimeFact> or(TimeFact other) {
        if (equals(other)) {
            return Optional.of(this);
        }
        return kind == other.kind
                ? Optional.of(new TimeFact(kind, Math.max(size, other.size), Optional.empty()))
                : Optional.empty();
    }

    /**
     * Whether rows assigned to longer windows by this time are complete when those windows end. The start of a window tells that
     * only if the whole window lies in the longer one.
     */
    public boolean completeWithin(WindowSpec outer) {
        return kind != Kind.WINDOW_START
                || windows.filter(inner -> inner.kind() == WindowSpec.Kind.TUMBLE
                                && inner.zone().isEmpty()
                                && outer.zone().isEmpty()
                                && outer.slide() % inner.size() == 0
                                && (outer.offset() - inner.offset()) % inner.size() == 0)
                        .isPresent();
    }

    /** The windows, when a wall clock makes them longer and shorter. */
    Optional<WindowSpec> onWallClock() {
        return windows.filter(spec -> spec.zone().isPresent());
    }

    /** The fact about the column plus milliseconds: the start of a window plus its length is its end, and so on. */
    public Optional<TimeFact> plus(long millis) {
        boolean end = switch (kind) {
            case WINDOW_START ->
                millis == size && windows.filter(spec -> spec.zone().isEmpty()).isPresent();
            case WINDOW_TIME -> millis == 1;
            case SESSION_TIME -> millis == 2;
            case WINDOW_END, EVENT_TIME -> false;
        };
        return end ? Optional.of(new TimeFact(Kind.WINDOW_END, 0, windows)) : Optional.empty();
    }
}
