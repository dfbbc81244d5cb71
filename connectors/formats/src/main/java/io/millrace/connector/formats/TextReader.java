package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.Utf8;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.util.Arrays;

/** Reads CHAR and VARCHAR as slices of the input; CHAR is padded with blanks. */
public final class TextReader extends ScalarReader {

    private final ScalarType type;
    private final BytesColumnBuilder column;

    TextReader(ScalarType type, BytesColumnBuilder column) {
        this.type = type;
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        read(bytes, start, end, ByteScan.isAscii(bytes, start, end));
    }

    /** As {@link #read(byte[], int, int)}, for callers that know whether the text is ASCII. */
    public void read(byte[] bytes, int start, int end, boolean ascii) {
        check(bytes, start, end, ascii);
        if (column != null) {
            append(bytes, start, end - start);
        }
    }

    /** Refuses what is not UTF-8 or too long; appends nothing. */
    public void check(byte[] bytes, int start, int end, boolean ascii) {
        if (!ascii && !Utf8.isValid(bytes, start, end)) {
            throw new BadRecord(ErrorCode.INVALID_ENCODING, "is not valid UTF-8");
        }
        if (end - start > type.precision() && Utf8.codePoints(bytes, start, end) > type.precision()) {
            throw new BadRecord(ErrorCode.VALUE_TOO_LONG, "is too long for " + type.sql());
        }
    }

    /** Whether text that is ASCII is refused by no {@link #check}, whatever its length. */
    public boolean takesAnyLength() {
        return type.precision() == Type.MAX_LENGTH;
    }

    /** Appends text that {@link #check} accepted. */
    public void append(byte[] bytes, int start, int length) {
        if (type.kind() == TypeKind.CHAR && length < 4L * type.precision()) {
            int missing = type.precision() - Utf8.codePoints(bytes, start, start + length);
            byte[] padded = Arrays.copyOfRange(bytes, start, start + length + missing);
            Arrays.fill(padded, length, length + missing, (byte) ' ');
            column.append(padded);
        } else {
            column.appendSlice(bytes, start, length);
        }
    }

    /** Whether {@link #append} keeps a slice of {@code bytes} instead of copying it. */
    public boolean keepsSlicesOf(byte[] bytes) {
        return type.kind() != TypeKind.CHAR && column != null && column.keepsSlicesOf(bytes);
    }
}
