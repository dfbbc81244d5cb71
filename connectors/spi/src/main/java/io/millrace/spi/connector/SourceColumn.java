package io.millrace.spi.connector;

import io.millrace.spi.data.Field;
import java.util.Optional;

/**
 * A column that a source delivers.
 *
 * @param metadata the metadata key of {@code METADATA FROM 'key'} columns, which come from the transport (file name,
 *     offset …) and not from the record
 */
public record SourceColumn(Field field, Optional<String> metadata) {}
