package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Options;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What a connector needs to open a source.
 *
 * @param stream name of the stream or table, for messages
 * @param columns physical columns in declared order (computed columns are the engine's business)
 * @param key indexes into {@code columns} of those by which the rows of a table are found; empty for a stream or a table without a key
 * @param options validated options of the connector
 * @param format the record format where the connector carries bytes; empty where it produces rows itself
 * @param directory against which relative paths resolve
 */
public record SourceDefinition(
        String stream,
        List<SourceColumn> columns,
        List<Integer> key,
        Options options,
        Optional<RecordFormat> format,
        Path directory,
        Clock clock) {

    /** The same with other options. */
    public SourceDefinition with(Options others) {
        return new SourceDefinition(stream, columns, key, others, format, directory, clock);
    }
}
