package io.millrace.spi.connector;

import io.millrace.spi.data.RowType;
import java.nio.file.Path;

/** What a connector needs to open a sink. */
public record SinkDefinition(String sink, RowType rowType, Options options, Path directory) {}
