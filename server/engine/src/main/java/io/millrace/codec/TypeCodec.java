package io.millrace.codec;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
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
            case ROW -> 20;
            case MAP -> 21;
            case MULTISET -> 22;
            case UUID -> 23;
            case VARIANT -> 24;
        };
    }

    public static void put(Type type, Encoder out) {
        put(type, out, 0);
    }

    private static void put(Type type, Encoder out, int nested) {
        if (nested > MOST_NESTED) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "arrays, rows and maps that lie more than " + MOST_NESTED + " deep in others cannot be stored");
        }
        out.putByte(code(type.kind()));
        if (type instanceof ArrayType array) {
            out.putBoolean(array.elementNullable());
            put(array.element(), out, nested + 1);
        } else if (type instanceof StructType row) {
            out.putCount(row.fields().size());
            for (Field field : row.fields()) {
                out.putText(field.name());
                put(field.type(), out, nested + 1);
                out.putBoolean(field.nullable());
            }
        } else if (type instanceof MapType map) {
            put(map.key(), out, nested + 1);
            put(map.value(), out, nested + 1);
            out.putBoolean(map.valueNullable());
        } else if (type instanceof ScalarType scalar) {
            out.putSigned(scalar.precision());
            out.putSigned(scalar.scale());
        }
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
        if (kind == TypeKind.ARRAY || kind == TypeKind.MULTISET) {
            boolean nullable = in.takeBoolean();
            return new ArrayType(take(in, nested + 1), nullable, kind == TypeKind.MULTISET);
        }
        if (kind == TypeKind.ROW) {
            return new StructType(takeFields(in, nested + 1));
        }
        if (kind == TypeKind.MAP) {
            return new MapType(take(in, nested + 1), take(in, nested + 1), in.takeBoolean());
        }
        if (kind == TypeKind.VARIANT) {
            return Type.VARIANT;
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
        return new RowType(takeFields(in, 0));
    }

    private static List<Field> takeFields(Decoder in, int nested) {
        int size = in.takeLength();
        in.claim(size * 40L);
        List<Field> fields = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            fields.add(new Field(in.takeText(), take(in, nested), in.takeBoolean()));
        }
        return fields;
    }
}
