package io.millrace.spi.connector;

import java.util.Map;

/**
 * A source whose rows are pushed to the server and cannot be asked for again, such as a socket or a table whose rows change.
 *
 * <p>It runs threads of its own between {@link #start} and {@link #close}; the server keeps what it receives, and writes it down.
 */
public non-sealed interface ReceivedSource extends ConnectorSource {

    /**
     * Tells how far the source has come before the server was restarted; called before {@link #start}, if at all.
     *
     * @param reached by partition, the newest offset of {@link Receiver#accept(String, java.util.List, Offset)} whose rows the server has
     */
    default void resume(Map<String, Offset> reached) {}

    /** Begins to receive; called once, when the stream exists. */
    void start(Receiver receiver);

    /** Whether the source will call {@link Receiver#caughtUp}: then CREATE waits until it has, or has a problem. */
    default boolean catchesUp() {
        return false;
    }

    /**
     * The rows up to these offsets are durable and will not be lost, not even in a crash: the source may acknowledge them. Must return at
     * once; called by the driver's thread after each batch that has taken rows with offsets.
     *
     * @param durable by partition; partitions that are left out keep what they have
     */
    default void release(Map<String, Offset> durable) {}

    /** An offset as users read it. */
    default String text(Offset offset) {
        return offset.toString();
    }

    @Override
    default boolean live() {
        return true;
    }
}
