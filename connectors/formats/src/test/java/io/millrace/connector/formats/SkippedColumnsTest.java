package io.millrace.connector.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.ParserFeed;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which records of a format are refused, and why, is the same whichever of its columns are read. */
class SkippedColumnsTest {

    private static final int SEEDS = 150;
    private static final int RECORDS = 60;
    private static final byte[] COMMA = {','};

    @Test
    void jsonRecordsAreRefusedAlikeWhateverIsRead() {
        List<Type> types = new ArrayList<>(ValueTexts.SCALARS);
        types.addAll(ValueTexts.ARRAYS);
        compare(new JsonFormat(), columns(types), SkippedColumnsTest::json);
    }

    @Test
    void csvRecordsAreRefusedAlikeWhateverIsRead() {
        compare(new CsvFormat(), columns(ValueTexts.SCALARS), SkippedColumnsTest::csv);
    }

    private interface Records {
        void write(List<SourceColumn> columns, Random random, ByteArrayOutputStream out);
    }

    private static List<SourceColumn> columns(List<Type> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i ->
                        i % 4 == 3 ? Columnar.notNull("c" + i, types.get(i)) : Columnar.column("c" + i, types.get(i)))
                .toList();
    }

    private static void compare(Format format, List<SourceColumn> columns, Records records) {
        int refused = 0;
        int taken = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<SourceColumn> chosen =
                    columns.stream().filter(column -> random.nextInt(3) == 0).toList();
            RecordFormat bound = Columnar.bind(format, chosen, Map.of());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < RECORDS; i++) {
                records.write(chosen, random, out);
                out.write('\n');
            }
            int[] all = IntStream.range(0, chosen.size()).toArray();
            CollectedRejects expected = new CollectedRejects();
            List<Page> whole = ParserFeed.pages(bound.parser(all), out.toByteArray(), expected);
            refused += expected.all().size();
            taken += whole.stream().mapToInt(Page::size).sum();
            for (int choice = 0; choice < 6; choice++) {
                int[] some = Arrays.stream(all)
                        .filter(column -> random.nextBoolean())
                        .toArray();
                CollectedRejects rejects = new CollectedRejects();
                List<Page> pages = ParserFeed.pages(bound.parser(some), out.toByteArray(), rejects);
                assertThat(rejects.all())
                        .as("seed %d, columns %s", seed, Arrays.toString(some))
                        .isEqualTo(expected.all());
                assertThat(PageText.of(pages))
                        .as("seed %d, columns %s", seed, Arrays.toString(some))
                        .isEqualTo(PageText.of(
                                whole.stream().map(page -> page.project(some)).toList()));
            }
        }
        assertThat(refused).isGreaterThan(SEEDS * RECORDS / 10);
        assertThat(taken).isGreaterThan(SEEDS * RECORDS / 10);
    }

    private static void json(List<SourceColumn> columns, Random random, ByteArrayOutputStream out) {
        boolean mostlyGood = random.nextInt(4) > 0;
        StringBuilder record = new StringBuilder("{");
        for (SourceColumn column : columns) {
            if (random.nextInt(20) == 0) {
                continue;
            }
            int times = random.nextInt(15) == 0 ? 2 : 1;
            for (int i = 0; i < times; i++) {
                record.append(record.length() > 1 ? "," : "")
                        .append('"')
                        .append(column.field().name())
                        .append("\":");
                record.append(jsonValue(column.field().type(), random, mostlyGood));
            }
        }
        byte[] bytes = record.append('}').toString().getBytes(StandardCharsets.ISO_8859_1);
        out.writeBytes(random.nextInt(8) == 0 ? new ValueTexts(random).damaged(bytes) : bytes);
    }

    /** As Latin-1, so that bytes stay what they are. */
    private static String jsonValue(Type type, Random random, boolean good) {
        if (random.nextInt(20) == 0) {
            return "null";
        }
        if (type instanceof io.millrace.spi.data.ArrayType array) {
            StringBuilder elements = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; i--) {
                elements.append(jsonValue(array.element(), random, good)).append(i > 1 ? "," : "");
            }
            return random.nextInt(20) == 0 && !good
                    ? "{\"a\":[1]}"
                    : elements.append(']').toString();
        }
        String text = good ? "1" : new String(new ValueTexts(random).of(type), StandardCharsets.ISO_8859_1);
        boolean quoted = good ? needsQuotes(type) : random.nextInt(4) > 0;
        return quoted ? "\"" + (good ? goodText(type, random) : text.replace("\"", "\\\"")) + "\"" : text;
    }

    private static boolean needsQuotes(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> false;
            default -> true;
        };
    }

    /** A text that every reader of the type takes. */
    private static String goodText(Type type, Random random) {
        return switch (type.kind()) {
            case BOOLEAN -> "true";
            case DATE -> "2001-01-31";
            case TIME -> "12:30:00";
            case TIMESTAMP, TIMESTAMP_LTZ -> "2001-01-31 12:30:00.125";
            case BINARY, VARBINARY -> "AAEC";
            case CHAR, VARCHAR -> random.nextBoolean() ? "a\\u00e9" : "a\\\"b";
            default -> "0.1";
        };
    }

    private static void csv(List<SourceColumn> columns, Random random, ByteArrayOutputStream out) {
        boolean mostlyGood = random.nextInt(4) > 0;
        for (int i = 0; i < columns.size(); i++) {
            out.writeBytes(i > 0 ? COMMA : new byte[0]);
            Type type = columns.get(i).field().type();
            boolean bare = mostlyGood && !needsQuotes(type);
            String text = mostlyGood
                    ? bare
                            ? "1"
                            : goodText(type, random).replace("\\u00e9", "é").replace("\\", "\"")
                    : new String(new ValueTexts(random).of(type), StandardCharsets.ISO_8859_1);
            boolean empty = random.nextInt(30) == 0;
            byte[] bytes = text.getBytes(mostlyGood ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            if (empty) {
                continue;
            }
            if (bare || !mostlyGood && random.nextBoolean()) {
                out.writeBytes(bytes);
            } else {
                out.write('"');
                out.writeBytes(bytes);
                out.write('"');
            }
        }
    }
}
