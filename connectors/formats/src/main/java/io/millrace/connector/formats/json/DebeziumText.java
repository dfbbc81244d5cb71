package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads CHAR and VARCHAR, and refuses the word that stands for a value which PostgreSQL did not write down. */
final class DebeziumText extends ValueReader {

    private static final byte[] UNAVAILABLE = "__debezium_unavailable_value".getBytes(StandardCharsets.US_ASCII);

    private final ValueReader plain;

    DebeziumText(ValueReader plain) {
        this.plain = plain;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        if (end - start == UNAVAILABLE.length && Arrays.equals(bytes, start, end, UNAVAILABLE, 0, UNAVAILABLE.length)) {
            throw BadRecord.malformed(
                    "stands for a long value that did not change and is not told; set REPLICA IDENTITY"
                            + " FULL for the table in PostgreSQL");
        }
        plain.string(bytes, start, end, scanner);
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        plain.literal(bytes, start, end);
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        plain.nested(bytes, start, end);
    }
}
