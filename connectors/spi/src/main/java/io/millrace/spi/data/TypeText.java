package io.millrace.spi.data;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types as text that is read back exactly: kind, precision and scale, such as {@code DECIMAL(8, 2)}. */
public final class TypeText {

    private static final String ARRAY = " ARRAY";
    private static final String MULTISET = " MULTISET";
    private static final String ROW = "ROW(";
    private static final String MAP = "MAP(";
    private static final String VARIANT = "VARIANT";
    private static final String NO_NULLS = " NOT NULL";
    private static final Pattern SCALAR = Pattern.compile("([A-Z_]+)\\((\\d+), (\\d+)\\)");

    private TypeText() {}

    public static String write(Type type) {
        if (type instanceof ArrayType array) {
            return write(array.element(), array.elementNullable()) + (array.multiset() ? MULTISET : ARRAY);
        }
        if (type instanceof StructType row) {
            return row.fields().stream()
                    .map(field -> URLEncoder.encode(field.name(), StandardCharsets.UTF_8) + " "
                            + write(field.type(), field.nullable()))
                    .collect(Collectors.joining(", ", ROW, ")"));
        }
        if (type instanceof MapType map) {
            return MAP + write(map.key()) + ", " + write(map.value(), map.valueNullable()) + ")";
        }
        if (type instanceof VariantType) {
            return VARIANT;
        }
        ScalarType scalar = (ScalarType) type;
        return scalar.kind() + "(" + scalar.precision() + ", " + scalar.scale() + ")";
    }

    private static String write(Type type, boolean nullable) {
        return write(type) + (nullable ? "" : NO_NULLS);
    }

    private static boolean isNullable(String text) {
        return !text.endsWith(NO_NULLS);
    }

    private static Type readWithout(String text) {
        return read(isNullable(text) ? text : text.substring(0, text.length() - NO_NULLS.length()));
    }

    /** What stands between commas that are in no parentheses. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static Type readRow(String text) {
        List<Field> fields = new ArrayList<>();
        for (String part : parts(text)) {
            int gap = part.indexOf(' ');
            if (gap < 0) {
                throw new IllegalArgumentException("not a field: " + part);
            }
            String name = URLDecoder.decode(part.substring(0, gap), StandardCharsets.UTF_8);
            String type = part.substring(gap + 1);
            fields.add(new Field(name, readWithout(type), isNullable(type)));
        }
        return new StructType(fields);
    }

    private static Type readMap(String text) {
        List<String> parts = parts(text);
        if (parts.size() != 2) {
            throw new IllegalArgumentException("not a key and a value: " + text);
        }
        return new MapType(read(parts.get(0)), readWithout(parts.get(1)), isNullable(parts.get(1)));
    }

    /** @throws IllegalArgumentException when {@link #write} has not written the text */
    public static Type read(String text) {
        if (text.endsWith(ARRAY) || text.endsWith(MULTISET)) {
            boolean multiset = text.endsWith(MULTISET);
            String element = text.substring(0, text.length() - (multiset ? MULTISET : ARRAY).length());
            return new ArrayType(readWithout(element), isNullable(element), multiset);
        }
        if (text.startsWith(ROW) && text.endsWith(")")) {
            return readRow(text.substring(ROW.length(), text.length() - 1));
        }
        if (text.startsWith(MAP) && text.endsWith(")")) {
            return readMap(text.substring(MAP.length(), text.length() - 1));
        }
        if (text.equals(VARIANT)) {
            return Type.VARIANT;
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
