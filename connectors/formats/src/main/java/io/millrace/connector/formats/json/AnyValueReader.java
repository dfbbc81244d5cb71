package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.variant.InvalidJsonException;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import io.millrace.spi.error.ErrorCode;

/** Reads any JSON value into a VARIANT column; or, without a column, only checks it. */
final class AnyValueReader extends ValueReader {

    private final BytesColumnBuilder column;
    private final VariantWriter value = new VariantWriter();
    private final JsonReader reader = new JsonReader(value);

    AnyValueReader(BytesColumnBuilder column) {
        this.column = column;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        nested(bytes, start - 1, end + 1);
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        nested(bytes, start, end);
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        value.clear();
        try {
            reader.read(bytes, start, end - start);
        } catch (InvalidJsonException e) {
            throw new BadRecord(e.isEncoding() ? ErrorCode.INVALID_ENCODING : ErrorCode.INVALID_RECORD, e.getMessage());
        }
        if (column != null) {
            column.append(value.data(), 0, value.size());
        }
    }
}
