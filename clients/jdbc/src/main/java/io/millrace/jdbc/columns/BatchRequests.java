package io.millrace.jdbc.columns;

import io.millrace.jdbc.http.ServerError;
import io.millrace.jdbc.http.ServerHttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.remote.Service;

/**
 * Sends a batch in parts. The server keeps them until the last one has come, and then does all of it or nothing.
 *
 * <p>A part begins with {@code MB}, the version of its form, whether it is the last, the number of the statement, that of the part from 0 on,
 * and the id of the connection behind its length; then blocks follow, each behind its length.
 */
public final class BatchRequests {

    private static final int MOST_BYTES = 1 << 20;
    private static final byte VERSION = 1;
    private static final int HEAD = 2 + 1 + 1 + Integer.BYTES + Integer.BYTES + Short.BYTES;

    private final ServerHttpClient server;
    private final byte[] connection;
    private final int statement;

    /** @param statement the number of a prepared one */
    public BatchRequests(ServerHttpClient server, String connectionId, int statement) {
        this.server = server;
        this.connection = connectionId.getBytes(StandardCharsets.UTF_8);
        this.statement = statement;
    }

    /**
     * Sends a batch, and leaves it empty.
     *
     * @param check is called before each part, to stop it
     * @return how many rows each list has changed
     * @throws ServerError when the server refuses it
     */
    public long[] send(BatchLists batch, Runnable check) {
        batch.end();
        for (int number = 0; ; number++) {
            check.run();
            byte[] part = part(number, batch);
            boolean last = !batch.hasBlocks();
            part[3] = (byte) (last ? 1 : 0);
            long[] counts = counts(server.send(part));
            if (last) {
                return counts;
            }
        }
    }

    private byte[] part(int number, BatchLists batch) {
        List<byte[]> blocks = new ArrayList<>();
        int size = HEAD + connection.length;
        for (byte[] block = batch.take(Integer.MAX_VALUE); block != null; block = batch.take(MOST_BYTES - size)) {
            blocks.add(block);
            size = Math.addExact(size, Integer.BYTES + block.length);
        }
        ByteBuffer part = ByteBuffer.allocate(size);
        part.put((byte) 'M').put((byte) 'B').put(VERSION).put((byte) 0);
        part.putInt(statement)
                .putInt(number)
                .putShort((short) connection.length)
                .put(connection);
        for (byte[] block : blocks) {
            part.putInt(block.length).put(block);
        }
        return part.array();
    }

    private static long[] counts(byte[] answer) {
        return ((Service.ExecuteBatchResponse) Answers.read(answer)).updateCounts;
    }
}
