package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Options;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What a connector needs to look rows up.
 *
 * @param table name of the relation, for messages
 * @param columns the columns that can be asked for, in declared order
 * @param keys indexes into {@code columns} of those by which rows are found
 * @param options validated options of the connector
 * @param directory against which relative paths resolve
 */
public record LookupDefinition(
        String table, List<SourceColumn> columns, List<Integer> keys, Options options, Path directory, Clock clock) {

    public LookupDefinition {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }
}
