package io.millrace.codec;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads types and row types. */
public final class TypeCodec {

    private static final int MOST_NESTED = 200;
    private static final TypeKind[] BY_CODE = new TypeKind[Byte.MAX_VALUE + 1];

    static {
        for (TypeKind kind : TypeKind.values()) {
            BY_CODE[code(kind)] = kind;
        }
    }

    private TypeCodec() {}

    /** Codes are never given to another type. */
    private static int code(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> 1;
            case TINYINT -> 2;
            case SMALLINT -> 3;
            case INTEGER -> 4;
            case BIGINT -> 5;
            case REAL -> 6;
            case DOUBLE -> 7;
            case DECIMAL -> 8;
            case CHAR -> 9;
            case VARCHAR -> 10;
            case BINARY -> 11;
            case VARBINARY -> 12;
            case DATE -> 13;
            case TIME -> 14;
            case TIMESTAMP -> 15;
            case TIMESTAMP_LTZ -> 16;
            case INTERVAL_MONTH -> 17;
            case INTERVAL_DAY -> 18;
            case ARRAY -> 19;
        };
    }

    public static void put(Type type, Encoder out) {
        Type inner = type;
        for (int nested = 0; inner instanceof ArrayType array; nested++) {
            if (nested == MOST_NESTED) {
                throw new MillraceException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "arrays that lie more than " + MOST_NESTED + " deep in arrays cannot be stored");
            }
            out.putByte(code(TypeKind.ARRAY));
            out.putBoolean(array.elementNullable());
            inner = array.element();
        }
        ScalarType scalar = (ScalarType) inner;
        out.putByte(code(scalar.kind()));
        out.putSigned(scalar.precision());
        out.putSigned(scalar.scale());
    }

    public static Type take(Decoder in) {
        return take(in, 0);
    }

    private static Type take(Decoder in, int nested) {
        int code = in.takeByte();
        TypeKind kind = code < 0 ? null : BY_CODE[code];
        if (kind == null || nested > MOST_NESTED) {
            throw in.damaged("no type has code " + code);
        }
        in.claim(32);
        if (kind == TypeKind.ARRAY) {
            boolean nullable = in.takeBoolean();
            return new ArrayType(take(in, nested + 1), nullable);
        }
        return new ScalarType(kind, in.takeSignedInt(), in.takeSignedInt());
    }

    public static void put(RowType rowType, Encoder out) {
        out.putCount(rowType.size());
        for (Field field : rowType.fields()) {
            out.putText(field.name());
            put(field.type(), out);
            out.putBoolean(field.nullable());
        }
    }

    public static RowType takeRowType(Decoder in) {
        int size = in.takeLength();
        in.claim(size * 40L);
        List<Field> fields = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            fields.add(new Field(in.takeText(), take(in), in.takeBoolean()));
        }
        return new RowType(fields);
    }
}
