package io.millrace.endpoint.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody asks for.
 *
 * @param sql one statement or several
 * @param parameters the values of the {@code ?}: texts, numbers, booleans, lists and nulls
 * @param settings of the session
 * @param maxRows most rows of the result, 0 for all
 * @param exact whether BIGINT and DECIMAL are given as texts, for those who read numbers as DOUBLE
 * @param all whether the results of all statements are wanted, not only that of the last one
 */
record SqlRequest(
        String sql, List<Object> parameters, Map<String, String> settings, long maxRows, boolean exact, boolean all) {

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("sql", "parameters", "settings", "max_rows", "exact", "all_results"));

    private static final int DEEPEST = 20;
    private static final int MOST_DIGITS = 1_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @throws MillraceException PROTOCOL_VIOLATION when it is not a request */
    static SqlRequest read(byte[] body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (StreamConstraintsException e) {
            throw wrong("the body is nested deeper than " + DEEPEST
                    + " levels, or has a number or a name that is too long");
        } catch (JsonProcessingException e) {
            throw wrong("the body is not JSON: "
                    + e.getOriginalMessage().replaceFirst("(?s) \\((for|start marker).*", "") + place(e.getLocation()));
        } catch (IOException e) {
            throw wrong("the body is not JSON");
        }
        if (!root.isObject()) {
            throw wrong("the body is an object of JSON, such as {\"sql\": \"SELECT 1\"}");
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw wrong("there is no field \"" + name + "\" in a request; there are " + String.join(", ", FIELDS));
            }
        });
        JsonNode sql = root.path("sql");
        if (!sql.isTextual()) {
            throw wrong("\"sql\" is the text of a statement");
        }
        return new SqlRequest(
                sql.textValue(),
                list(root.path("parameters"), "parameters"),
                texts(root.path("settings")),
                count(root.path("max_rows")),
                flag(root, "exact"),
                flag(root, "all_results"));
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static MillraceException wrong(String text) {
        return new MillraceException(ErrorCode.PROTOCOL_VIOLATION, text);
    }

    private static List<Object> list(JsonNode node, String what) {
        if (isAbsent(node)) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong("\"" + what + "\" is a list of values");
        }
        List<Object> values = new ArrayList<>(node.size());
        node.forEach(element -> values.add(value(element)));
        return values;
    }

    /** Objects stand for values of ROW and MAP, which are taken as texts. */
    private static Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isArray()) {
            return list(node, "parameters");
        }
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isTextual() ? node.textValue() : node.toString();
    }

    /** A few characters can stand for a number that has no room in any memory once it is written out. */
    private static BigDecimal number(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MOST_DIGITS) {
            throw wrong("a number among the parameters is too large or too small");
        }
        return value;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (!isAbsent(node) && !node.isObject()) {
            throw wrong("\"settings\" is an object of names and values");
        }
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (!value.isValueNode() || value.isNull()) {
                throw wrong("the setting \"" + field.getKey() + "\" is a text, a number, or true or false");
            }
            texts.put(field.getKey(), value.asText());
        });
        return texts;
    }

    /** Some programs write null for what they do not give. */
    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static long count(JsonNode node) {
        if (isAbsent(node)) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw wrong("\"max_rows\" is a number of rows; 0 is for all");
        }
        return node.longValue();
    }

    private static boolean flag(JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (!isAbsent(node) && !node.isBoolean()) {
            throw wrong("\"" + name + "\" is true or false");
        }
        return node.booleanValue();
    }
}
