package io.millrace.connector.formats;

import io.millrace.spi.data.BytesColumnBuilder;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.util.Arrays;
import java.util.Base64;

/** Reads BINARY and VARBINARY from Base64. */
final class Base64Reader extends ScalarReader {

    private final ScalarType type;
    private final BytesColumnBuilder column;

    Base64Reader(ScalarType type, BytesColumnBuilder column) {
        this.type = type;
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        byte[] value;
        try {
            value = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end));
        } catch (IllegalArgumentException e) {
            throw new BadRecord(ErrorCode.INVALID_CAST, "is not Base64, which " + type.sql() + " is read from");
        }
        if (value.length > type.precision()) {
            throw new BadRecord(ErrorCode.VALUE_TOO_LONG, "is too long for " + type.sql());
        }
        boolean padded = type.kind() == TypeKind.BINARY && value.length < type.precision();
        column.append(padded ? Arrays.copyOf(value, type.precision()) : value);
    }
}
