package io.millrace.connector.generator;

import io.millrace.spi.data.Column;

/** Makes the values of one column for any offsets. Immutable and thread-safe. */
@FunctionalInterface
public interface OffsetColumn {

    Column make(long[] offsets, int count);
}
