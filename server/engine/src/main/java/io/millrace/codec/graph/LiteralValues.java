package io.millrace.codec.graph;

import io.millrace.codec.DecimalCodec;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes and reads the values of literals: a byte that tells what kind of value it is, then the value. */
final class LiteralValues {

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int INTEGER = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 5;
    private static final int TEXT = 6;
    private static final int BINARY = 7;
    private static final int DECIMAL = 8;
    private static final int ARRAY = 9;
    private static final int MOST_NESTED = 200;

    private LiteralValues() {}

    static void put(Object value, Encoder out, int nested) {
        if (value == null) {
            out.putByte(NULL);
        } else if (value instanceof Boolean truth) {
            out.putByte(truth ? TRUE : FALSE);
        } else if (value instanceof Integer number) {
            out.putByte(INTEGER);
            out.putSigned(number);
        } else if (value instanceof Long number) {
            out.putByte(LONG);
            out.putSigned(number);
        } else if (value instanceof Double number) {
            out.putByte(DOUBLE);
            out.putDouble(number);
        } else if (value instanceof String text) {
            out.putByte(TEXT);
            out.putText(text);
        } else if (value instanceof ByteBuffer binary) {
            out.putByte(BINARY);
            byte[] bytes = new byte[binary.remaining()];
            binary.duplicate().get(bytes);
            out.putBlock(bytes);
        } else if (value instanceof BigDecimal decimal) {
            out.putByte(DECIMAL);
            DecimalCodec.put(decimal, out);
        } else if (value instanceof List<?> elements && nested < MOST_NESTED) {
            out.putByte(ARRAY);
            out.putCount(elements.size());
            elements.forEach(element -> put(element, out, nested + 1));
        } else {
            throw new IllegalStateException("literal of " + value.getClass());
        }
    }

    /** A value of a literal of that type, or null. */
    static Object take(Decoder in, Type type, int nested) {
        int kind = in.takeByte();
        if (kind == NULL) {
            return null;
        }
        if (!fits(kind, type) || nested > MOST_NESTED) {
            throw in.damaged("a constant of type " + type.sql() + " has a value of another kind");
        }
        return switch (kind) {
            case FALSE -> false;
            case TRUE -> true;
            case INTEGER -> in.takeSignedInt();
            case LONG -> in.takeSigned();
            case DOUBLE -> in.takeDouble();
            case TEXT -> in.takeText();
            case BINARY -> ByteBuffer.wrap(in.takeBlock());
            case DECIMAL -> DecimalCodec.take(in);
            default -> elements(in, ((ArrayType) type).element(), nested);
        };
    }

    private static boolean fits(int kind, Type type) {
        boolean number = kind == INTEGER || kind == LONG || kind == DOUBLE || kind == DECIMAL;
        return switch (type.layout()) {
            case BOOLEAN -> kind == FALSE || kind == TRUE;
            case INT, LONG, DOUBLE -> number;
            case BYTES -> kind == TEXT || kind == BINARY;
            case DECIMAL -> kind == DECIMAL;
            case ARRAY -> kind == ARRAY;
        };
    }

    private static List<Object> elements(Decoder in, Type type, int nested) {
        int count = in.takeLength();
        in.claim(count * 32L);
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(take(in, type, nested + 1));
        }
        return Collections.unmodifiableList(elements);
    }
}
