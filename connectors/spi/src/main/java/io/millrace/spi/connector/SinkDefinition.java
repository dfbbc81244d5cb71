package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a connector needs to open a sink.
 *
 * @param key columns whose values are unique among the current rows of the query, when that knows some; there may be none in it, which
 *     means that there is one row at most
 * @param format how rows become bytes, when the connector takes a format; its options are among {@code options}
 * @param directory where relative paths begin
 */
public record SinkDefinition(
        String sink,
        RowType rowType,
        Optional<List<Integer>> key,
        Options options,
        Optional<Format> format,
        Path directory) {}
