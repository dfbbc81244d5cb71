package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.util.Arrays;
import java.util.Base64;

/** Reads BINARY and VARBINARY from Base64. */
final class Base64Reader extends ScalarReader {

    private static final boolean[] ALPHABET = alphabet();

    private final ScalarType type;
    private final BytesColumnBuilder column;

    Base64Reader(ScalarType type, BytesColumnBuilder column) {
        this.type = type;
        this.column = column;
    }

    private static boolean[] alphabet() {
        boolean[] alphabet = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            alphabet[c] = c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a';
        }
        alphabet['+'] = true;
        alphabet['/'] = true;
        return alphabet;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        if (column == null) {
            check(bytes, start, end);
            return;
        }
        byte[] value;
        try {
            value = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end));
        } catch (IllegalArgumentException e) {
            throw notBase64();
        }
        checkLength(value.length);
        boolean padded = type.kind() == TypeKind.BINARY && value.length < type.precision();
        column.append(padded ? Arrays.copyOf(value, type.precision()) : value);
    }

    /** Groups of four characters, of which the last may lack one or two, or have {@code =} in their place. */
    private void check(byte[] bytes, int start, int end) {
        int stop = end;
        if (end > start && bytes[end - 1] == '=') {
            if ((end - start) % 4 != 0) {
                throw notBase64();
            }
            stop = bytes[end - 2] == '=' ? end - 2 : end - 1;
        }
        for (int i = start; i < stop; i++) {
            if (bytes[i] < 0 || !ALPHABET[bytes[i]]) {
                throw notBase64();
            }
        }
        int length = stop - start;
        if (length % 4 == 1) {
            throw notBase64();
        }
        checkLength((int) (length * 6L / 8));
    }

    private BadRecord notBase64() {
        return new BadRecord(ErrorCode.INVALID_CAST, "is not Base64, which " + type.sql() + " is read from");
    }

    private void checkLength(int length) {
        if (length > type.precision()) {
            throw new BadRecord(ErrorCode.VALUE_TOO_LONG, "is too long for " + type.sql());
        }
    }
}
