package io.millrace.dstream.window;

/**
 * When a row of state can be forgotten: once the watermark is greater than the row's time column plus a delay.
 *
 * @param column index of a TIMESTAMP column in the row concerned
 * @param delay milliseconds, may be negative
 */
public record Expiry(int column, long delay) {

    /** The greatest time that has expired: the watermark is greater than it plus the delay. */
    public long bound(long watermark) {
        return bound(watermark, delay);
    }

    /** As {@link #bound(long)}, for some delay. */
    public static long bound(long watermark, long delay) {
        long bound = watermark - 1;
        long shifted = bound - delay;
        boolean overflow = ((bound ^ delay) & (bound ^ shifted)) < 0;
        return overflow ? (delay > 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : shifted;
    }
}
