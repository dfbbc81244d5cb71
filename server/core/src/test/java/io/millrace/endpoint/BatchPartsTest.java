package io.millrace.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches as columns, as no driver of ours would send them. */
final class BatchPartsTest {

    private static final int INT = 2;
    private static final int STRING = 7;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<List<Object>> inserted = new ArrayList<>();
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        List<Field> parameters = List.of(new Field("?1", Type.INTEGER, true), new Field("?2", Type.VARCHAR, true));
        FakeSqlService service = new FakeSqlService().update("insert", parameters, values -> {
            inserted.add(values);
            return 1L;
        });
        endpoint = HttpEndpoint.start(service, EndpointSettings.onPort(0));
        json("{\"request\":\"openConnection\",\"connectionId\":\"c\"}");
        assertThat(json("{\"request\":\"prepare\",\"connectionId\":\"c\",\"sql\":\"insert\",\"maxRowCount\":-1}"))
                .contains("\"id\":1");
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private String json(String body) throws Exception {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    private String post(byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] part(String connection, int statement, int number, boolean last, byte[]... blocks) {
        ByteBuffer part = ByteBuffer.allocate(10_000);
        part.put((byte) 'M').put((byte) 'B').put((byte) 1).put((byte) (last ? 1 : 0));
        part.putInt(statement).putInt(number).putShort((short) connection.length());
        part.put(connection.getBytes(StandardCharsets.US_ASCII));
        for (byte[] block : blocks) {
            part.putInt(block.length).put(block);
        }
        return Arrays.copyOf(part.array(), part.position());
    }

    /** A block of one row. */
    private static byte[] row(int number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer block = ByteBuffer.allocate(2 * 4 + 2 + 4 + 2 + 4 + bytes.length);
        block.putInt(1).putInt(2);
        block.put((byte) INT).put((byte) 0).putInt(number);
        block.put((byte) STRING).put((byte) 0).putInt(bytes.length).put(bytes);
        return block.array();
    }

    @Test
    void partsAreRunWhenTheLastOneIsThere() throws Exception {
        assertThat(post(part("c", 1, 0, false, row(1, "a"), row(2, "b")))).startsWith("200");
        assertThat(inserted).isEmpty();
        assertThat(post(part("c", 1, 1, true, row(3, "c")))).startsWith("200");
        assertThat(inserted).containsExactly(List.of(1, "a"), List.of(2, "b"), List.of(3, "c"));
    }

    @Test
    void batchBeginsAnewWithItsFirstPart() throws Exception {
        assertThat(post(part("c", 1, 0, false, row(1, "a")))).startsWith("200");
        assertThat(post(part("c", 1, 0, true, row(2, "b")))).startsWith("200");
        assertThat(inserted).containsExactly(List.of(2, "b"));
    }

    @Test
    void partThatIsMissingOrComesTwiceEndsTheBatch() throws Exception {
        assertThat(post(part("c", 1, 1, true, row(1, "a")))).startsWith("500").contains("given up", "57014");
        post(part("c", 1, 0, false, row(1, "a")));
        assertThat(post(part("c", 1, 2, true, row(2, "b")))).startsWith("500").contains("one after the other", "08P01");
        assertThat(post(part("c", 1, 1, true, row(2, "b")))).startsWith("500").contains("given up");
        assertThat(inserted).isEmpty();
    }

    @Test
    void cancelledStatementForgetsWhatHasCome() throws Exception {
        post(part("c", 1, 0, false, row(1, "a")));
        HttpRequest cancel = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/cancel/c/1"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(cancel, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(post(part("c", 1, 1, true, row(2, "b")))).startsWith("500").contains("given up");
        assertThat(inserted).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidSo() throws Exception {
        assertThat(post(part("x", 1, 0, true, row(1, "a")))).startsWith("500").contains("08003");
        assertThat(post(part("c", 9, 0, true, row(1, "a")))).startsWith("500").contains("prepare it again");
    }

    @Test
    void brokenBlocksAreRefusedWithoutTraces() throws Exception {
        byte[] good = part("c", 1, 0, true, row(1, "abc"));
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, 2 + random.nextInt(good.length - 2));
            int at = 2 + random.nextInt(bad.length - 2 + 1);
            if (at < bad.length) {
                bad[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : 1 << random.nextInt(8));
            }
            assertThat(post(bad)).as(Arrays.toString(bad)).doesNotContain("Exception", "internal error", "java.");
        }
        assertThat(post(good)).startsWith("200");
    }

    @Test
    void fewBytesAreNotManyRows() throws Exception {
        ByteBuffer rows = ByteBuffer.allocate(8 + 4).putInt(1_000_000_000).putInt(2);
        assertThat(post(part("c", 1, 0, true, rows.array()))).contains("does not have the form", "08P01");
    }
}
