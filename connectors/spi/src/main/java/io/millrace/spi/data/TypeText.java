package io.millrace.spi.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as text that is read back exactly: kind, precision and scale, such as {@code DECIMAL(8, 2)}. */
public final class TypeText {

    private static final String ARRAY = " ARRAY";
    private static final String NO_NULLS = " NOT NULL";
    private static final Pattern SCALAR = Pattern.compile("([A-Z_]+)\\((\\d+), (\\d+)\\)");

    private TypeText() {}

    public static String write(Type type) {
        if (type instanceof ArrayType array) {
            return write(array.element()) + (array.elementNullable() ? "" : NO_NULLS) + ARRAY;
        }
        if (type instanceof StructType || type instanceof MapType) {
            throw new IllegalStateException("no text is written of a " + type.kind());
        }
        ScalarType scalar = (ScalarType) type;
        return scalar.kind() + "(" + scalar.precision() + ", " + scalar.scale() + ")";
    }

    /** @throws IllegalArgumentException when {@link #write} has not written the text */
    public static Type read(String text) {
        if (text.endsWith(ARRAY)) {
            String element = text.substring(0, text.length() - ARRAY.length());
            boolean nullable = !element.endsWith(NO_NULLS);
            return new ArrayType(
                    read(nullable ? element : element.substring(0, element.length() - NO_NULLS.length())), nullable);
        }
        Matcher matcher = SCALAR.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a type: " + text);
        }
        return new ScalarType(
                TypeKind.valueOf(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
