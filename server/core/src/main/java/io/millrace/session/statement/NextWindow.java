package io.millrace.session.statement;

import io.millrace.dstream.DStream;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowSpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** When the windows of a query close, whether or not rows are in them. */
final class NextWindow {

    private NextWindow() {}

    /** The least end of a window of the query after a time; {@code Long.MAX_VALUE} when it has no windows or there is no time yet. */
    static long after(DStream node, long time) {
        if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long least = node instanceof WindowAssign assign ? end(assign.window(), time) : Long.MAX_VALUE;
        for (DStream input : node.inputs()) {
            least = Math.min(least, after(input, time));
        }
        return least;
    }

    private static long end(WindowSpec window, long time) {
        ZoneId zone = window.zone().orElse(ZoneOffset.UTC);
        long wall = Instant.ofEpochMilli(time)
                .atZone(zone)
                .toLocalDateTime()
                .toInstant(ZoneOffset.UTC)
                .toEpochMilli();
        long step = window.kind() == WindowSpec.Kind.TUMBLE ? window.size() : window.slide();
        long end = wall - Math.floorMod(wall - window.offset() - window.size(), step) + step;
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(end), ZoneOffset.UTC)
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }
}
