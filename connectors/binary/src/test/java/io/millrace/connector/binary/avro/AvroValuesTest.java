package io.millrace.connector.binary.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.packed.PackedWriter;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvroValuesTest {

    @TempDir
    private Path directory;

    private static Schema record(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + fields + "]}");
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private static String logical(String type, String logical) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"}";
    }

    private static SourceColumn column(String name, Type type) {
        return new SourceColumn(new Field(name, type, true), Optional.empty());
    }

    private static SourceColumn notNull(String name, Type type) {
        return new SourceColumn(new Field(name, type, false), Optional.empty());
    }

    private List<Page> pages(CollectedRejects rejects, GenericRecord record, SourceColumn... columns) throws Exception {
        Path file = directory.resolve("one.avro");
        Files.write(file, Written.file(record.getSchema(), List.of(record, record), CodecFactory.nullCodec()));
        return read(rejects, file, columns);
    }

    private static List<Page> read(CollectedRejects rejects, Path file, SourceColumn... columns) throws Exception {
        AvroFormat format = new AvroFormat();
        BlockFormat blocks = format.bind(Arrays.asList(columns), Options.check("format", format.options(), Map.of()))
                .blocks()
                .orElseThrow();
        try (FileChannel channel = FileChannel.open(file)) {
            List<Long> ends = blocks.ends(channel, 0, Long.MAX_VALUE);
            BlockFormat.Reader reader = blocks.open(
                    channel,
                    0,
                    ends.get(ends.size() - 1),
                    IntStream.range(0, columns.length).toArray(),
                    rejects);
            List<Page> pages = new ArrayList<>();
            while (reader.advance()) {
                pages.add(reader.page());
            }
            return pages;
        }
    }

    private String row(GenericRecord record, SourceColumn... columns) throws Exception {
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows = PageText.of(pages(rejects, record, columns));
        assertThat(rejects.all()).isEmpty();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).isEqualTo(rows.get(0));
        return rows.get(0);
    }

    @Test
    void scalarsAreReadAsColumnsAreDeclared() throws Exception {
        Schema schema = record(String.join(
                ",",
                field("b", "\"boolean\""),
                field("i", "\"int\""),
                field("l", "\"long\""),
                field("f", "\"float\""),
                field("d", "\"double\""),
                field("s", "\"string\""),
                field("e", "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\",\"B\"]}"),
                field("u", "[\"string\",\"null\",\"int\"]")));
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("b", true)
                .set("i", -7)
                .set("l", Long.MIN_VALUE)
                .set("f", 1.5f)
                .set("d", -2.25)
                .set("s", "Füße 💐")
                .set("e", new GenericData.EnumSymbol(schema.getField("e").schema(), "B"))
                .set("u", "text")
                .build();
        assertThat(row(
                        record,
                        column("b", Type.BOOLEAN),
                        column("i", Type.SMALLINT),
                        column("l", Type.BIGINT),
                        column("f", Type.REAL),
                        column("d", Type.DOUBLE),
                        column("s", Type.VARCHAR),
                        column("e", Type.VARCHAR),
                        column("none", Type.INTEGER)))
                .isEqualTo("true|-7|-9223372036854775808|1.5|-2.25|Füße 💐|B|NULL");
        assertThat(row(
                        record,
                        column("i", Type.decimal(10, 2)),
                        column("f", Type.DOUBLE),
                        column("s", new ScalarType(TypeKind.CHAR, 8, 0))))
                .isEqualTo("-700|1.5|Füße 💐  ");
    }

    @Test
    void logicalTypesAreThoseOfSql() throws Exception {
        Schema schema = record(
                String.join(
                        ",",
                        field("day", logical("int", "date")),
                        field("t", logical("int", "time-millis")),
                        field("tu", logical("long", "time-micros")),
                        field("ts", logical("long", "timestamp-millis")),
                        field("tsu", logical("long", "timestamp-micros")),
                        field("lts", logical("long", "local-timestamp-micros")),
                        field("id", logical("string", "uuid")),
                        field("price", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":10,\"scale\":2}"),
                        field(
                                "wide",
                                "{\"type\":\"fixed\",\"name\":\"w\",\"size\":16,\"logicalType\":\"decimal\",\"precision\":38,\"scale\":3}")));
        byte[] wide = new byte[16];
        Arrays.fill(wide, (byte) -1);
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("day", 19844)
                .set("t", 36_000_000)
                .set("tu", 36_000_000_000L)
                .set("ts", 1_714_557_600_123L)
                .set("tsu", -1L)
                .set("lts", 1_714_557_600_123_456L)
                .set("id", "0f8fad5b-d9cb-469f-a165-70867728950e")
                .set("price", ByteBuffer.wrap(new byte[] {(byte) 0xFB, 0x1E}))
                .set("wide", new GenericData.Fixed(schema.getField("wide").schema(), wide))
                .build();
        assertThat(row(
                        record,
                        column("day", Type.DATE),
                        column("t", Type.TIME),
                        column("tu", Type.TIME),
                        column("ts", Type.TIMESTAMP),
                        column("tsu", Type.TIMESTAMP),
                        column("lts", Type.TIMESTAMP),
                        column("id", Type.VARCHAR),
                        column("price", Type.decimal(10, 2)),
                        column("wide", Type.decimal(30, 3))))
                .isEqualTo(
                        "19844|36000000|36000000|1714557600123|-1|1714557600123|0f8fad5b-d9cb-469f-a165-70867728950e|-1250|-0.001");
    }

    @Test
    void nestedValuesArePackedAsRowsAndMaps() throws Exception {
        Schema schema = record(String.join(
                ",",
                field("tags", "{\"type\":\"array\",\"items\":[\"null\",\"string\"]}"),
                field(
                        "in",
                        "{\"type\":\"record\",\"name\":\"inner\",\"fields\":[" + field("x", "\"int\"") + ","
                                + field("y", "\"string\"") + "]}"),
                field("m", "{\"type\":\"map\",\"values\":\"long\"}")));
        Schema inner = schema.getField("in").schema();
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("tags", Arrays.asList("a", null, "b"))
                .set(
                        "in",
                        new GenericRecordBuilder(inner)
                                .set("x", 5)
                                .set("y", "why")
                                .build())
                .set("m", Map.of("k", 9L))
                .build();
        StructType row =
                new StructType(List.of(new Field("y", Type.VARCHAR, true), new Field("z", Type.INTEGER, true)));
        List<Page> pages = pages(
                new CollectedRejects(),
                record,
                column("tags", new ArrayType(Type.VARCHAR, true)),
                column("in", row),
                column("m", new MapType(Type.VARCHAR, Type.BIGINT, true)));
        Page page = pages.get(0);
        assertThat(PageText.value(page.column(0), 0)).isEqualTo("[a,NULL,b]");
        PackedWriter expected = new PackedWriter();
        expected.begin();
        expected.putBytes("why".getBytes("UTF-8"), 0, 3);
        expected.putNull();
        assertThat(bytes(page, 1)).isEqualTo(expected.toBytes());
        assertThat(bytes(page, 2)).isNotEmpty();
    }

    private static byte[] bytes(Page page, int column) {
        BytesColumn bytes = (BytesColumn) page.column(column);
        return Arrays.copyOfRange(bytes.data(), bytes.starts()[0], bytes.starts()[0] + bytes.lengths()[0]);
    }

    @Test
    void columnTakesOneFieldOfThoseThatDifferInCaseOnly() throws Exception {
        Schema schema = record(field("Id", "\"int\"") + "," + field("ID", "\"int\"") + "," + field("t", "\"string\""));
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("Id", 1)
                .set("ID", 2)
                .set("t", "a")
                .build();
        assertThat(row(record, column("id", Type.INTEGER), column("t", Type.VARCHAR)))
                .isEqualTo("1|a");
        assertThat(row(record, column("ID", Type.INTEGER), column("t", Type.VARCHAR)))
                .isEqualTo("2|a");
        assertThat(row(record, column("ID", Type.INTEGER), column("Id", Type.INTEGER)))
                .isEqualTo("2|1");
    }

    @Test
    void recordThatIsTooDeepIsRefusedAndNotTheFile() throws Exception {
        Schema schema = record(field("v", "\"int\"") + "," + field("next", "[\"null\",\"r\"]"));
        CollectedRejects rejects = new CollectedRejects();
        List<Page> pages =
                blocks(rejects, schema, List.of(1, 1, 1), List.of(deep(100_000), deep(900), new byte[] {4, 0}));
        assertThat(PageText.of(pages)).containsExactly("1", "2");
        assertThat(rejects.all()).hasSize(1);
        assertThat(rejects.all().get(0).reason()).contains("more than 1000 levels");
    }

    /** A record in a record and so on, as the library would not write it. */
    private static byte[] deep(int levels) {
        byte[] bytes = new byte[2 * levels];
        Arrays.fill(bytes, (byte) 2);
        bytes[bytes.length - 1] = 0;
        return bytes;
    }

    @Test
    void elementsWithoutBytesAreNotBelieved() throws Exception {
        Schema schema = record(field("v", "\"int\"") + "," + field("n", "{\"type\":\"array\",\"items\":\"null\"}"));
        byte[] many = {2, -2, -1, -1, -1, -1, -1, -1, -1, 127, 0};
        CollectedRejects rejects = new CollectedRejects();
        assertThat(PageText.of(blocks(rejects, schema, List.of(1), List.of(many))))
                .containsExactly("1");
        assertThat(rejects.all()).isEmpty();
        List<Page> none =
                blocks(rejects, schema, List.of(1), List.of(many), column("n", new ArrayType(Type.INTEGER, true)));
        assertThat(none).isEmpty();
        assertThat(rejects.all()).hasSize(1);
    }

    @Test
    void recordsOfBlocksAreAllThereOrRefused() throws Exception {
        CollectedRejects rejects = new CollectedRejects();
        Schema empty = record(field("x", "\"null\""));
        SourceColumn none = column("v", Type.INTEGER);
        assertThat(PageText.of(blocks(rejects, empty, List.of(3), List.of(new byte[0]), none)))
                .containsExactly("NULL", "NULL", "NULL");
        assertThat(rejects.all()).isEmpty();
        Schema one = record(field("v", "\"int\""));
        assertThat(PageText.of(blocks(rejects, one, List.of(3, 1), List.of(new byte[] {2}, new byte[] {4}))))
                .containsExactly("1", "2");
        assertThat(rejects.all()).hasSize(1);
    }

    @Test
    void codecThatIsNotThereIsRefusedWhenTheFileIsOpened() throws Exception {
        Path file = directory.resolve("xz.avro");
        byte[] bytes = Written.file(record(field("v", "\"int\"")), List.of(), CodecFactory.bzip2Codec());
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\nbzip2", "\u0004xz");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(new CollectedRejects(), file, column("v", Type.INTEGER)))
                .isInstanceOf(MillraceException.class)
                .hasMessage("the file is compressed with xz, which is not supported; write it with deflate, snappy,"
                        + " zstandard or bzip2");
    }

    /** The pages of a file of blocks that say how many records they have; of the column {@code v} when none is named. */
    private List<Page> blocks(
            CollectedRejects rejects,
            Schema schema,
            List<Integer> counts,
            List<byte[]> contents,
            SourceColumn... columns)
            throws Exception {
        byte[] head = Written.file(schema, List.of(), CodecFactory.nullCodec());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(head);
        for (int block = 0; block < counts.size(); block++) {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(file, null);
            encoder.writeLong(counts.get(block));
            encoder.writeBytes(contents.get(block));
            file.write(head, head.length - 16, 16);
        }
        Path path = directory.resolve("blocks.avro");
        Files.write(path, file.toByteArray());
        return read(rejects, path, columns.length == 0 ? new SourceColumn[] {column("v", Type.INTEGER)} : columns);
    }

    @Test
    void valuesThatDoNotFitAreRefusedWithTheirColumn() throws Exception {
        Schema schema = record(field("i", "[\"null\",\"int\"]") + "," + field("s", "\"string\""));
        GenericRecord large =
                new GenericRecordBuilder(schema).set("i", 1000).set("s", "a").build();
        GenericRecord missing =
                new GenericRecordBuilder(schema).set("i", null).set("s", "a").build();
        assertThat(refusal(large, column("i", Type.TINYINT)))
                .isEqualTo("column \"i\": the value is out of the range of TINYINT");
        assertThat(refusal(missing, notNull("i", Type.INTEGER)))
                .isEqualTo("column \"i\": the value is NULL, but must not be");
        assertThat(refusal(missing, notNull("other", Type.INTEGER)))
                .isEqualTo("column \"other\" has no value, but is NOT NULL");
        assertThatThrownBy(() -> pages(new CollectedRejects(), missing, column("s", Type.BIGINT)))
                .isInstanceOf(MillraceException.class)
                .hasMessage("column \"s\": Avro has string for it, which is no BIGINT");
    }

    /** Why both records of a file are refused. */
    private String refusal(GenericRecord record, SourceColumn column) throws Exception {
        CollectedRejects rejects = new CollectedRejects();
        assertThat(pages(rejects, record, column)).isEmpty();
        assertThat(rejects.all()).hasSize(2);
        return rejects.all().get(1).reason();
    }
}
