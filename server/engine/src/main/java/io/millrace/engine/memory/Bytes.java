package io.millrace.engine.memory;

/** Amounts of memory as users read them. */
final class Bytes {

    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Bytes() {}

    /** {@code 12 MiB}. */
    static String text(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (amount >= 10_240 && unit < UNITS.length - 1) {
            amount = (amount + 512) >> 10;
            unit++;
        }
        return amount + " " + UNITS[unit];
    }
}
