package io.millrace.endpoint.wire;

import java.util.Locale;

/** Intervals as SQL writes them between quotes: {@code 1-02}, {@code 3 04:05:06.789}. */
final class IntervalCells {

    private static final long DAY = 86_400_000L;

    private IntervalCells() {}

    static String months(int months) {
        long absolute = Math.abs((long) months);
        return sign(months) + absolute / 12 + "-" + String.format(Locale.ROOT, "%02d", absolute % 12);
    }

    static String milliseconds(long milliseconds) {
        long days = milliseconds / DAY;
        long rest = Math.abs(milliseconds % DAY);
        return String.format(
                Locale.ROOT,
                "%s%d %02d:%02d:%02d.%03d",
                sign(milliseconds),
                Math.abs(days),
                rest / 3_600_000,
                rest / 60_000 % 60,
                rest / 1_000 % 60,
                rest % 1_000);
    }

    private static String sign(long value) {
        return value < 0 ? "-" : "";
    }
}
