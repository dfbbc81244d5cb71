package io.millrace.spi.connector;

/** An open input of the server: one that can be read again, or one whose rows are pushed and must be kept. */
public sealed interface Source extends AutoCloseable permits ReplayableSource, ReceivedSource {

    @Override
    void close();
}
