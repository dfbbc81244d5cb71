package io.millrace.spi.connector;

/**
 * A source whose rows are pushed to the server and cannot be asked for again, such as a socket.
 *
 * <p>It runs threads of its own between {@link #start} and {@link #close}; the server keeps what it receives.
 */
public non-sealed interface ReceivedSource extends ConnectorSource {

    /** Begins to receive; called once, when the stream exists. */
    void start(Receiver receiver);

    @Override
    default boolean live() {
        return true;
    }
}
