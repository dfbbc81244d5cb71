package io.millrace.session.statement.show;

import io.millrace.dstream.DStream;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.window.WindowBorders;

/** When the windows of a query close, whether or not rows are in them. */
final class NextWindow {

    private NextWindow() {}

    /** The least end of a window of the query after a time; {@code Long.MAX_VALUE} when it has no windows or there is no time yet. */
    static long after(DStream node, long time) {
        if (time == Long.MIN_VALUE || time == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long least = Long.MAX_VALUE;
        if (node instanceof WindowAssign assign) {
            WindowBorders borders = new WindowBorders(assign.window());
            least = borders.end(borders.first(time));
        }
        for (DStream input : node.inputs()) {
            least = Math.min(least, after(input, time));
        }
        return least;
    }
}
