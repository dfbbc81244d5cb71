package io.millrace.engine.codegen.runtime.nested;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.variant.VariantJson;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes JSON_ARRAY and JSON_OBJECT of boxed values. */
public final class JsonText {

    /** A value that is JSON already. */
    private record Written(String text) {}

    private JsonText() {}

    /** JSON as a value; null stays null. */
    public static Object written(Object text) {
        return text == null ? null : new Written((String) text);
    }

    /** The text behind FORMAT JSON. */
    public static String checked(Object text, Boolean valid) {
        if (text != null && !Boolean.TRUE.equals(valid)) {
            throw EvaluationException.invalidArgument("the value of FORMAT JSON is not JSON: " + text);
        }
        return (String) text;
    }

    public static String array(boolean withNulls, Object[] values) {
        StringBuilder text = new StringBuilder("[");
        for (Object value : values) {
            if (value != null || withNulls) {
                append(text.length() == 1 ? text : text.append(','), value);
            }
        }
        return text.append(']').toString();
    }

    /** @param pairs keys and values in turn; of equal keys the last value counts, in the place of the first */
    public static String object(boolean withNulls, Object[] pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i] == null) {
                throw new EvaluationException(ErrorCode.NULL_NOT_ALLOWED, "a key of JSON_OBJECT is NULL");
            }
            if (pairs[i + 1] != null || withNulls) {
                fields.put((String) pairs[i], pairs[i + 1]);
            }
        }
        StringBuilder text = new StringBuilder("{");
        fields.forEach((key, value) -> {
            VariantJson.quote(key, text.length() == 1 ? text : text.append(','));
            append(text.append(':'), value);
        });
        return text.append('}').toString();
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof Written json) {
            text.append(json.text());
        } else if (value instanceof BigDecimal number) {
            text.append(number.toPlainString());
        } else if (value instanceof List<?> values) {
            text.append(array(true, values.toArray()));
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            text.append(value);
        } else {
            VariantJson.quote(value.toString(), text);
        }
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }
}
