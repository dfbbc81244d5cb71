package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a connector needs to open a sink.
 *
 * @param format how rows become bytes, when the connector takes a format; its options are among {@code options}
 * @param directory where relative paths begin
 */
public record SinkDefinition(String sink, RowType rowType, Options options, Optional<Format> format, Path directory) {}
