package io.millrace.spi.connector;

/** An open input of the server: one that can be read again, or one whose rows are pushed and must be kept. */
public sealed interface Source extends AutoCloseable permits ReplayableSource, ReceivedSource {

    /**
     * Whether rows come as they happen, so that one far ahead of the clock is a mistake; false where rows of any time are replayed.
     */
    boolean live();

    @Override
    void close();
}
