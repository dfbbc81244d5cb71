package io.millrace.bench;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What one run of a query cost.
 *
 * @param rows read from the sources
 * @param cpuNanos of the whole process: threads, garbage collection and compilation
 * @param peakHeapBytes greatest use of the heap pools
 * @param compilingMillis time that the compilers of Java took of it, all threads together
 */
record Measurement(
        String query,
        long rows,
        long results,
        long wallNanos,
        long cpuNanos,
        long peakHeapBytes,
        long compilingMillis) {

    private static final String PREFIX = "measured";

    double rowsPerSecond() {
        return rows * 1e9 / wallNanos;
    }

    /** CPU-seconds per million rows read. */
    double cpuPerMillion() {
        return cpuNanos / 1e3 / rows;
    }

    /** One line that {@link #parse} reads, from a child process to its parent. */
    String line() {
        return String.join(
                " ",
                PREFIX,
                query,
                Long.toString(rows),
                Long.toString(results),
                Long.toString(wallNanos),
                Long.toString(cpuNanos),
                Long.toString(peakHeapBytes),
                Long.toString(compilingMillis));
    }

    static boolean isLine(String text) {
        return text.startsWith(PREFIX + " ");
    }

    static Measurement parse(String line) {
        String[] words = line.split(" ", -1);
        return new Measurement(
                words[1],
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]));
    }

    String text(OptionalDouble target) {
        return String.format(
                Locale.ROOT,
                "%-5s %12d %12d %12.0f %10.3f %10s %8d %7.2f",
                query,
                rows,
                results,
                rowsPerSecond(),
                cpuPerMillion(),
                target.isPresent() ? String.format(Locale.ROOT, "%.2f", target.getAsDouble()) : "-",
                peakHeapBytes >> 20,
                compilingMillis / 1e3);
    }

    static String header() {
        return String.format(
                "%-5s %12s %12s %12s %10s %10s %8s %7s",
                "query", "rows read", "rows out", "rows/s", "CPU-s/M", "target", "heap MiB", "JIT s");
    }
}
