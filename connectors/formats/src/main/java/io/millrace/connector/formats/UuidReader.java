package io.millrace.connector.formats;

import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.BytesColumnBuilder;

/** Reads UUIDs. */
final class UuidReader extends ScalarReader {

    private final BytesColumnBuilder column;
    private final byte[] uuid = new byte[UuidBytes.LENGTH];

    UuidReader(BytesColumnBuilder column) {
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        if (!UuidBytes.parse(bytes, start, end - start, uuid)) {
            throw BadRecord.notA("UUID");
        }
        if (column != null) {
            column.append(uuid, 0, UuidBytes.LENGTH);
        }
    }
}
