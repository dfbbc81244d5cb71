package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** The options of tables in which rows are looked up, where they are others than those of sources. */
    default List<Option> lookupOptions() {
        return options();
    }

    /**
     * Those options, among the ones of sources and sinks, that say where the outside system is and who asks: what several streams and
     * sinks share. Empty when nothing can be shared.
     */
    default List<Option> connectionOptions() {
        return List.of();
    }

    /**
     * Looks at the options of a connection, and does no I/O.
     *
     * @throws MillraceException when they cannot work, whatever is outside
     */
    default void validateConnection(Options options) {}

    /**
     * Connects once, and changes nothing outside.
     *
     * @return what has answered, for people
     * @throws MillraceException with blame EXTERNAL when nobody answers, or does not let one in
     */
    default String checkConnection(Options options) {
        throw notSupported("has no connections");
    }

    /**
     * Looks at options that ALTER … SET gives to a source or sink that is open, before they count, and does no I/O. Only those that are
     * {@link Option#changeable} or among the {@link #connectionOptions} are others than before.
     *
     * @param format of a source of bytes
     * @throws MillraceException when it could not go on with them from where it is
     */
    default void validateAltered(Optional<RecordFormat> format, Options before, Options after) {
        if (!connectionOptions().isEmpty()) {
            validateConnection(after);
        }
    }

    /** Whether the source carries bytes, so that {@code format='…'} is required. */
    boolean takesFormat();

    /** The columns of a stream that was declared without any, for connectors that know their own rows; else empty. */
    List<SourceColumn> defaultColumns(Options options);

    /**
     * The columns that the outside system has now, for a stream that was declared without any and has no {@link #defaultColumns}; empty
     * when nobody can tell. Asked once: the server writes them into the statement.
     *
     * @param directory against which relative paths resolve
     * @throws MillraceException when there is nothing to look at
     */
    default List<SourceColumn> findColumns(Options options, Optional<Format> format, Path directory) {
        return List.of();
    }

    /**
     * The value of the option {@code start} with which a source begins at these places; others begin as if nothing was said of them.
     *
     * @param places by partition, as {@link ConnectorSource#ends} has them or as a source was read up to
     * @param before what the option said for the source that was read, whose places stay those of partitions of which nothing was read;
     *     {@code earliest} when there was none
     * @throws MillraceException with code NOT_SUPPORTED when sources of this connector begin at one place only
     */
    default String startAt(Map<String, Offset> places, String before) {
        throw notSupported("begins at one place only");
    }

    /** The metadata key of the position of a row in its partition, a BIGINT; empty when rows have none. */
    default Optional<String> positionKey() {
        return Optional.empty();
    }

    /**
     * Opens a source; called once when the stream is created, before it is acknowledged.
     *
     * @throws MillraceException when the definition cannot work, or with code NOT_SUPPORTED when this connector has no sources
     */
    ConnectorSource openSource(SourceDefinition definition);

    /**
     * Opens a source again after a restart of the server. What it read may be gone by now, or cannot be reached: that is no error here, but
     * one of the source when it is asked.
     *
     * @throws MillraceException when the definition cannot work any more
     */
    default ConnectorSource reopenSource(SourceDefinition definition) {
        return openSource(definition);
    }

    /**
     * What opens the splits of a source that is open elsewhere. Looks at the definition only, does no I/O and keeps nothing open.
     *
     * @throws MillraceException with code NOT_SUPPORTED when this connector has no sources that can be read again
     */
    default ReaderFactory readers(SourceDefinition definition) {
        throw notSupported("has no sources that can be read again");
    }

    /**
     * Opens a table of the outside system to look rows up by key.
     *
     * @throws MillraceException as {@link #openSource}; with code NOT_SUPPORTED when rows cannot be looked up
     */
    default LookupSource openLookup(LookupDefinition definition) {
        throw notSupported("cannot look rows up by key");
    }

    /** Opens such a table again after a restart of the server, whether or not the outside system answers. */
    default LookupSource reopenLookup(LookupDefinition definition) {
        return openLookup(definition);
    }

    /** What sinks with these options can take and promise; asked before one is opened. */
    default SinkCapabilities sinkCapabilities(Options options) {
        return SinkCapabilities.APPEND;
    }

    /**
     * Opens a sink that is new: whatever the outside system holds, none of it came from this sink.
     *
     * @throws MillraceException as {@link #openSource}
     */
    Sink openSink(SinkDefinition definition);

    /**
     * Opens a sink again after a restart of the server: it goes on where it was, and what it delivered before counts. A sink that
     * remembers its batches and finds nothing of them must fail rather than begin anew, at the latest when it is asked for
     * {@link Sink#lastCommitted}.
     *
     * @throws MillraceException with blame EXTERNAL when trying again may help
     */
    default Sink reopenSink(SinkDefinition definition) {
        return openSink(definition);
    }

    /** Whether a sink may have begun what it ends later without more rows: it is opened after a restart even if none wait for it. */
    default boolean endsLater(SinkDefinition definition) {
        return false;
    }

    private MillraceException notSupported(String fact) {
        return new MillraceException(ErrorCode.NOT_SUPPORTED, "connector '" + name() + "' " + fact);
    }
}
