package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import java.time.Duration;
import java.util.List;

/**
 * How far back the functions of an OVER clause look that releases rows in order of time, and which of them need not look back
 * because a running state serves them.
 *
 * @param rows rows before the current one that must be kept; {@code Long.MAX_VALUE} for all
 * @param distance how far before the watermark rows must be kept, in event time
 * @param first whether the first row of each partition must be kept
 */
record OverHistory(long rows, long distance, boolean first) {

    private static final long ALL = Long.MAX_VALUE;

    private static final long LONGEST_MONTH = Duration.ofDays(31).toMillis();

    static OverHistory of(List<OverCall> calls) {
        long rows = 0;
        long distance = 0;
        boolean first = false;
        for (OverCall call : calls) {
            if (isRunning(call)) {
                continue;
            }
            boolean unbounded = call.frame().preceding() == ALL;
            if (call.function() == OverFunction.LAG) {
                rows = Math.max(rows, call.ignoreNulls() ? ALL : offset(call));
            } else if ((unbounded && !call.frame().whole()) || call.frame().unit() == OverCall.Unit.GROUPS) {
                rows = ALL;
            } else if (unbounded && call.function() == OverFunction.FIRST_VALUE && !call.ignoreNulls()) {
                first = true;
            } else if (unbounded && call.function() == OverFunction.LAST_VALUE && isPlain(call)) {
                rows = Math.max(rows, 0);
            } else if (unbounded || call.frame().rows()) {
                rows = Math.max(rows, call.frame().preceding());
            } else {
                distance = Math.max(distance, distance(call.frame()));
            }
        }
        return new OverHistory(rows, distance, first);
    }

    private static long distance(OverCall.Frame frame) {
        long months = OverCall.Frame.monthsOf(frame.preceding());
        return months == 0 ? frame.preceding() : months * LONGEST_MONTH;
    }

    private static boolean isPlain(OverCall call) {
        return call.frame().following() == 0 && !call.ignoreNulls();
    }

    private static long offset(OverCall call) {
        return call.constants().isEmpty()
                ? 1
                : ((Number) call.constants().get(0).value().orElseThrow()).longValue();
    }

    /** Whether a counter or an accumulator per partition serves the call. */
    static boolean isRunning(OverCall call) {
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK -> true;
            case COUNT, SUM, SUM0, MIN, MAX, AVG ->
                call.frame().preceding() == ALL
                        && call.frame().following() == 0
                        && call.frame().whole();
            default -> false;
        };
    }
}
