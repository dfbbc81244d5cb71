package io.millrace.connector.formats.json;

import static io.millrace.connector.formats.Columnar.column;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.ParserFeed;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Random documents, written by Jackson and by hand with odd spacing, read the same by Jackson and by the scanner. */
class JsonAgainstJacksonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<SourceColumn> COLUMNS = List.of(
            column("long", Type.BIGINT),
            column("double", Type.DOUBLE),
            column("bool", Type.BOOLEAN),
            column("text", Type.VARCHAR),
            column("list", new ArrayType(Type.VARCHAR, true)));
    private static final String ALPHABET = "ab \"\\/\n\t\u0001äß€💐{}[]:,é'0";

    @Test
    void randomDocumentsReadAsJacksonReadsThem() throws Exception {
        RecordFormat format = Columnar.bind(new JsonFormat(), COLUMNS, Map.of());
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ObjectNode node = document(random);
                String json = random.nextBoolean() ? MAPPER.writeValueAsString(node) : spaced(node, random);
                text.append(json).append(random.nextInt(5) == 0 ? "\r\n" : "\n");
                expected.add(row(MAPPER.readTree(json)));
            }
            CollectedRejects rejects = new CollectedRejects();
            byte[] input = text.toString().getBytes(StandardCharsets.UTF_8);
            List<String> rows =
                    PageText.of(ParserFeed.randomly(format.parser(new int[] {0, 1, 2, 3, 4}), input, rejects, seed));
            assertThat(rejects.all()).as("seed %d", seed).isEmpty();
            assertThat(rows).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void randomlyDamagedDocumentsNeverStopTheParser() {
        RecordFormat format = Columnar.bind(new JsonFormat(), COLUMNS, Map.of());
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] input = (document(random) + "\n" + document(random) + "\n").getBytes(StandardCharsets.UTF_8);
            for (int damage = 0; damage < 3; damage++) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            String before = new String(input, StandardCharsets.ISO_8859_1);
            CollectedRejects rejects = new CollectedRejects();
            ParserFeed.pages(format.parser(new int[] {0, 1, 2, 3, 4}), input, rejects);
            rejects.all()
                    .forEach(reject -> assertThat(before.substring((int) reject.position()))
                            .startsWith(reject.raw()));
        }
    }

    private static ObjectNode document(Random random) {
        ObjectNode node = MAPPER.createObjectNode();
        List<String> keys =
                new ArrayList<>(List.of("long", "double", "bool", "text", "list", "x", "a longer key of no use"));
        if (random.nextInt(3) == 0) {
            Collections.shuffle(keys, random);
        }
        for (String key : keys) {
            switch (random.nextInt(8)) {
                case 0 -> node.putNull(key);
                case 1 -> {}
                default -> put(node, key, random);
            }
        }
        return node;
    }

    private static void put(ObjectNode node, String key, Random random) {
        switch (key) {
            case "long" -> node.put(key, random.nextLong() >> random.nextInt(64));
            case "double" -> node.put(key, odd(random));
            case "bool" -> node.put(key, random.nextBoolean());
            case "list" -> list(node.putArray(key), random);
            case "x" -> node.set(key, nested(random, 3));
            default -> node.put(key, text(random));
        }
    }

    private static double odd(Random random) {
        double value =
                random.nextInt(4) == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(100_000) / 100.0;
        return Double.isFinite(value) ? value : 0.5;
    }

    private static void list(ArrayNode list, Random random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextInt(5) == 0) {
                list.addNull();
            } else {
                list.add(text(random));
            }
        }
    }

    private static JsonNode nested(Random random, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return MAPPER.getNodeFactory().textNode(text(random));
        }
        ObjectNode node = MAPPER.createObjectNode();
        node.set(text(random), nested(random, depth - 1));
        node.putArray("l").add(nested(random, depth - 1)).add(12.5);
        return node;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int at = random.nextInt(ALPHABET.codePointCount(0, ALPHABET.length()));
            text.appendCodePoint(ALPHABET.codePointAt(ALPHABET.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }

    /** The document with blanks between its tokens. */
    private static String spaced(ObjectNode node, Random random) throws Exception {
        StringJoiner fields = new StringJoiner(" ,\t", " { ", " } ");
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String blanks = " ".repeat(random.nextInt(3));
            fields.add(MAPPER.writeValueAsString(field.getKey()) + blanks + ":" + blanks
                    + MAPPER.writeValueAsString(field.getValue()));
        }
        return fields.toString();
    }

    private static String row(JsonNode node) {
        StringJoiner values = new StringJoiner("|");
        values.add(node.hasNonNull("long") ? String.valueOf(node.get("long").longValue()) : "NULL");
        values.add(node.hasNonNull("double") ? String.valueOf(node.get("double").doubleValue()) : "NULL");
        values.add(node.hasNonNull("bool") ? String.valueOf(node.get("bool").booleanValue()) : "NULL");
        values.add(node.hasNonNull("text") ? node.get("text").textValue() : "NULL");
        if (!node.hasNonNull("list")) {
            return values.add("NULL").toString();
        }
        StringJoiner list = new StringJoiner(",", "[", "]");
        node.get("list").forEach(element -> list.add(element.isNull() ? "NULL" : element.textValue()));
        return values.add(list.toString()).toString();
    }
}
