package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is created with the columns of its file is the same when the server starts again, or it is refused at once. */
class FoundColumnsTest {

    private static final int MARK = 16;

    @TempDir
    Path directory;

    /** A container of Avro without blocks, of one record with these fields. */
    private void avro(String name, String fields) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {'O', 'b', 'j', 1, 2});
        write(file, "avro.schema");
        write(file, "{\"type\":\"record\",\"name\":\"r\",\"fields\":[" + fields + "]}");
        file.write(0);
        file.write(new byte[MARK]);
        Files.write(directory.resolve(name), file.toByteArray());
    }

    private static void write(ByteArrayOutputStream file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long length = 2L * bytes.length;
        while (length > Byte.MAX_VALUE) {
            file.write((int) (length & Byte.MAX_VALUE | 0x80));
            length >>>= 7;
        }
        file.write((int) length);
        file.write(bytes);
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
    }

    private String with(String file) {
        String format = file.substring(file.indexOf('.') + 1);
        return " WITH (connector = 'files', path = '" + directory.resolve(file) + "', format = '" + format + "'"
                + (format.equals("csv") ? ", header = true)" : ")");
    }

    @Test
    void allTypesOfAvroAreTheSameWhenTheServerStartsAgain() throws Exception {
        List<String> plain = List.of(
                "\"boolean\"",
                "\"int\"",
                "\"long\"",
                "\"float\"",
                "\"double\"",
                "\"string\"",
                "\"bytes\"",
                "[\"null\",\"string\"]",
                "{\"type\":\"int\",\"logicalType\":\"date\"}",
                "{\"type\":\"int\",\"logicalType\":\"time-millis\"}",
                "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}",
                "{\"type\":\"long\",\"logicalType\":\"local-timestamp-millis\"}",
                "{\"type\":\"string\",\"logicalType\":\"uuid\"}",
                "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":38,\"scale\":4}");
        String fields = IntStream.range(0, plain.size())
                .mapToObj(i -> {
                    String type = plain.get(i);
                    String inner = "{\"type\":\"record\",\"name\":\"n" + i + "\",\"fields\":["
                            + field("order", type) + ","
                            + field("Select", "{\"type\":\"array\",\"items\":" + type + "}")
                            + "," + field("plain", "{\"type\":\"map\",\"values\":" + type + "}") + "]}";
                    return field("order" + i, type) + ","
                            + field("a" + i, "{\"type\":\"array\",\"items\":" + type + "}") + ","
                            + field("m" + i, "{\"type\":\"map\",\"values\":" + type + "}") + ","
                            + field("r" + i, "{\"type\":\"array\",\"items\":" + inner + "}");
                })
                .collect(Collectors.joining(","));
        avro("all.avro", fields + "," + field("select", "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\"]}"));
        String shown;
        String described;
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s" + with("all.avro"));
            server.run("CREATE TABLE t (PRIMARY KEY (order1))" + with("all.avro"));
            server.run("SELECT 1;\n  SELECT 2; CREATE STREAM second" + with("all.avro"));
            shown = shown(server);
            described = described(server);
        }
        assertThat(described).contains("MAP<VARCHAR, INTEGER>").contains("VARCHAR ARRAY");
        try (SinkServer server = new SinkServer(directory, List.of())) {
            assertThat(shown(server)).isEqualTo(shown);
            assertThat(described(server)).isEqualTo(described);
        }
    }

    @Test
    void keysOfJsonAreColumnsOfTheTypesThatTakeAllTheirValues() throws Exception {
        Files.writeString(directory.resolve("all.json"), """
                {"id": 1, "price": 2, "day": "2024-05-01", "at": "2024-05-01T10:00:00", "who": {"name": "ann", "order": null}, "tags": ["a"]}
                this is no object
                {"ID": 9007199254740993, "price": 2.5, "exact": 0.1234567890123456789, "mixed": 1, "any": [1], "ok": true, "none": null}

                {"id": 3, "day": "2024-05-02", "at": "2024-05-01", "who": {"age": 7}, "tags": [], "mixed": "x", "any": {"a": 1}, "lines": [{"n": 1}, {"m": "2"}], "empty": {}}
                {"zip": "00501", "epoch": "1714560000000", "price": 1e300, "select": "a\\nb"}""");
        String types =
                "id BIGINT, price DOUBLE, day DATE, at TIMESTAMP(3), who ROW(name VARCHAR, order VARCHAR, age BIGINT),"
                        + " tags VARCHAR ARRAY, exact DECIMAL(38, 19), mixed VARCHAR, any VARIANT, ok BOOLEAN, none VARCHAR,"
                        + " lines ROW(n BIGINT, m VARCHAR) ARRAY, empty VARIANT, zip VARCHAR, epoch VARCHAR, select VARCHAR";
        for (int start = 0; start < 2; start++) {
            try (SinkServer server = new SinkServer(directory, List.of())) {
                if (start == 0) {
                    server.run("CREATE STREAM j" + with("all.json"));
                }
                assertThat(server.text("SELECT LISTAGG(column_name || ' ' || data_type, ', ') WITHIN GROUP (ORDER BY"
                                        + " ordinal_position) FROM information_schema.columns WHERE table_name = 'j'")
                                .replace("\"", ""))
                        .isEqualTo(types);
                assertThat(
                                server.text(
                                        "SELECT LISTAGG(CAST(id AS VARCHAR) || ' ' || mixed, ',') WITHIN GROUP (ORDER BY id DESC) FROM j"))
                        .isEqualTo("9007199254740993 1,3 x");
                assertThat(server.text("SELECT SUM(exact) FROM j")).isEqualTo("0.1234567890123456789");
                assertThat(server.text("SELECT rejected FROM sys.streams WHERE name = 'j'"))
                        .isEqualTo("1");
            }
        }
    }

    private static String shown(SinkServer server) throws Exception {
        return server.text("SHOW CREATE STREAM s")
                + server.text("SHOW CREATE TABLE t")
                + server.text("SHOW CREATE STREAM second");
    }

    private static String described(SinkServer server) throws Exception {
        return server.text("SELECT LISTAGG(column_name || ' ' || data_type || ' ' || is_nullable, ', ')"
                + " WITHIN GROUP (ORDER BY table_name, ordinal_position) FROM information_schema.columns"
                + " WHERE table_name IN ('s', 't', 'second')");
    }

    @Test
    void columnsThatNobodyCouldDeclareAreRefusedAtOnce() throws Exception {
        Files.writeString(directory.resolve("first.csv"), ",x\n1,2\n");
        Files.writeString(directory.resolve("last.csv"), "a,b,\n1,2,3\n");
        Files.writeString(directory.resolve("twice.csv"), "a,b,a\n1,2,3\n");
        Files.writeString(directory.resolve("case.csv"), "a,A\n1,2\n");
        avro("case.avro", field("Id", "\"int\"") + "," + field("ID", "\"int\""));
        try (SinkServer server = new SinkServer(directory, List.of())) {
            assertRefused(server, "first.csv", "column 1 has no name");
            assertRefused(server, "last.csv", "column 3 has no name");
            assertRefused(server, "twice.csv", "\"a\" is there twice");
            assertRefused(server, "case.csv", "\"a\" and \"A\" differ in case only");
            assertRefused(server, "case.avro", "\"Id\" and \"ID\" differ in case only");
        }
        try (SinkServer server = new SinkServer(directory, List.of())) {
            assertThat(server.number("SELECT COUNT(*) FROM sys.streams")).isZero();
        }
    }

    private void assertRefused(SinkServer server, String file, String fact) {
        assertThatThrownBy(() -> server.run("CREATE STREAM s" + with(file)))
                .hasMessageContaining("columns were found that cannot be declared: " + fact + "; write (name type, …)");
    }
}
