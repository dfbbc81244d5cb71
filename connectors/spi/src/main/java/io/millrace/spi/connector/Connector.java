package io.millrace.spi.connector;

import java.util.List;
import java.util.Optional;

/** A kind of outside system, found by {@link java.util.ServiceLoader}. Stateless and thread-safe. */
public interface Connector {

    /** The value of {@code connector='…'} in SQL. */
    String name();

    /** The options of sources, and of sinks too where {@link #sinkOptions} does not say otherwise. */
    List<Option> options();

    /** The options of sinks. */
    default List<Option> sinkOptions() {
        return options();
    }

    /** Whether the source carries bytes, so that {@code format='…'} is required. */
    boolean takesFormat();

    /** The columns of a stream that was declared without any, for connectors that know their own rows; else empty. */
    List<SourceColumn> defaultColumns(Options options);

    /** The metadata key of the position of a row in its partition, a BIGINT; empty when rows have none. */
    default Optional<String> positionKey() {
        return Optional.empty();
    }

    /**
     * Opens a source; called once when the stream is created, before it is acknowledged.
     *
     * @throws io.millrace.spi.error.MillraceException when the definition cannot work, or with code NOT_SUPPORTED when this
     *     connector has no sources
     */
    Source openSource(SourceDefinition definition);

    /**
     * Opens a sink.
     *
     * @throws io.millrace.spi.error.MillraceException as {@link #openSource}
     */
    Sink openSink(SinkDefinition definition);
}
