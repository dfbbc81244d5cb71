package io.millrace.engine.input;

import io.millrace.spi.connector.Offset;
import java.util.Map;

/**
 * How far the source of a table was read at some time: what comes before is in the table, and is not read again once the table as it was
 * then can no longer be lost.
 */
public record ReadSource(SourceReading source, Map<String, Offset> offsets) {

    public ReadSource {
        offsets = Map.copyOf(offsets);
    }

    /** Tells the source that it may forget what was read. Thread-safe; does not wait for the source. */
    public void release() {
        source.release(offsets);
    }
}
