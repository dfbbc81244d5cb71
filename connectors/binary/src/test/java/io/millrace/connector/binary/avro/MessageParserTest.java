package io.millrace.connector.binary.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageParserTest {

    private static final Schema FIRST = SchemaBuilder.record("item")
            .fields()
            .requiredInt("id")
            .requiredString("name")
            .endRecord();
    /** Fields in another order, one wider, one gone, one new. */
    private static final Schema SECOND = SchemaBuilder.record("item")
            .fields()
            .optionalString("colour")
            .requiredLong("id")
            .endRecord();

    private static final Schema OTHER =
            SchemaBuilder.record("item").fields().requiredString("id").endRecord();

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void startRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] bytes = (answer == null ? "{\"error_code\":40403}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        register(1, FIRST);
        register(2, SECOND);
        register(3, OTHER);
    }

    private void register(int id, Schema schema) {
        String text = schema.toString().replace("\\", "\\\\").replace("\"", "\\\"");
        answers.put("/schemas/ids/" + id, "{\"schema\":\"" + text + "\"}");
    }

    @AfterEach
    void stopRegistry() {
        server.stop(0);
    }

    private RecordParser parser() {
        AvroFormat format = new AvroFormat();
        List<SourceColumn> columns = List.of(
                new SourceColumn(new Field("id", Type.BIGINT, false), Optional.empty()),
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()),
                new SourceColumn(new Field("colour", Type.VARCHAR, true), Optional.empty()));
        RecordFormat bound = format.bind(
                columns,
                Options.check(
                        "format",
                        format.options(),
                        Map.of(
                                "schema.registry.url",
                                "http://localhost:" + server.getAddress().getPort())));
        return bound.parser(new int[] {0, 1, 2});
    }

    private static List<String> rows(RecordParser parser, CollectedRejects rejects, List<byte[]> messages) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = messages.get(i);
            assertThat(parser.parse(message, 0, message.length, i, true, rejects))
                    .isEqualTo(message.length);
        }
        if (parser.rows() > 0) {
            rows.addAll(PageText.of(parser.takePage()));
        }
        return rows;
    }

    private static byte[] first(int id, String name) throws IOException {
        return Written.message(
                1,
                new GenericRecordBuilder(FIRST).set("id", id).set("name", name).build());
    }

    private static byte[] second(long id, String colour) throws IOException {
        return Written.message(
                2,
                new GenericRecordBuilder(SECOND)
                        .set("id", id)
                        .set("colour", colour)
                        .build());
    }

    @Test
    void messagesOfDifferentSchemasBecomeRowsOfOneTable() throws IOException {
        CollectedRejects rejects = new CollectedRejects();
        List<byte[]> messages =
                List.of(first(1, "vase"), second(1L << 40, "red"), first(2, "böwl"), second(3, null), first(4, ""));
        assertThat(rows(parser(), rejects, messages))
                .containsExactly("1|vase|NULL", "1099511627776|NULL|red", "2|böwl|NULL", "3|NULL|NULL", "4||NULL");
        assertThat(rejects.all()).isEmpty();
        assertThat(asked).hasValue(2);
    }

    @Test
    void messagesThatCannotBeReadAreRefusedOneByOne() throws IOException {
        CollectedRejects rejects = new CollectedRejects();
        byte[] unknown = first(1, "vase");
        unknown[4] = 9;
        byte[] cut = Arrays.copyOf(first(5, "long name"), 8);
        byte[] other = Written.message(
                3, new GenericRecordBuilder(OTHER).set("id", "x").build());
        List<byte[]> messages = List.of("{}".getBytes(StandardCharsets.UTF_8), unknown, cut, other, first(6, "last"));
        assertThat(rows(parser(), rejects, messages)).containsExactly("6|last|NULL");
        assertThat(rejects.all().stream().map(CollectedRejects.Reject::reason))
                .containsExactly(
                        "a message must begin with a zero byte and the number of its schema",
                        "the schema registry has no schema 9",
                        "column \"name\": the value is not what its schema says",
                        "column \"id\": Avro has string for it, which is no BIGINT");
    }

    @Test
    void schemaThatTheRegistryDoesNotHaveIsNotAskedForWithEachMessage() throws IOException {
        byte[] message = {0, 0, 0, 0, 9, 2};
        CollectedRejects rejects = new CollectedRejects();
        assertThat(rows(parser(), rejects, List.of(message, message, message))).isEmpty();
        assertThat(rejects.all()).hasSize(3);
        assertThat(asked.get()).isEqualTo(1);
    }

    @Test
    void registryThatDoesNotAnswerIsAnErrorOfTheSource() throws IOException {
        RecordParser parser = parser();
        server.stop(0);
        byte[] message = first(1, "vase");
        assertThatThrownBy(() -> parser.parse(message, 0, message.length, 0, true, new CollectedRejects()))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_FAILED));
    }

    @Test
    void messagesNeedARegistry() {
        AvroFormat format = new AvroFormat();
        RecordFormat bound = format.bind(List.of(), Options.check("format", format.options(), Map.of()));
        assertThatThrownBy(() -> bound.parser(new int[0]))
                .hasMessageContaining("need the option 'schema.registry.url'");
    }

    @Test
    void linkLocalRegistriesAreNotAsked() {
        for (String host : List.of("169.254.169.254", "[fe80::1]")) {
            SchemaRegistry registry = new SchemaRegistry(
                    "http://" + host + ":8081", Options.check("format", new AvroFormat().options(), Map.of()));
            assertThatThrownBy(() -> registry.schema(1))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("is link-local or tells secrets of the machine");
        }
    }
}
