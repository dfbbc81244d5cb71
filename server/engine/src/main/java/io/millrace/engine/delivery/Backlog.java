package io.millrace.engine.delivery;

/**
 * How much may wait for one sink. A batch more may: what is in it is known only when it has run.
 *
 * @param bytes held by the rows that wait
 * @param batches that wait
 */
public record Backlog(long bytes, long batches) {

    public static final Backlog DEFAULT = new Backlog(64L << 20, 10_000);
}
