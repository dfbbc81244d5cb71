package io.millrace.jdbc.columns;

import io.millrace.jdbc.http.ServerHttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.Service;

/**
 * Asks for rows as columns: {@code MF}, the version of the form, the number of the statement, which row is the first and how many there may be,
 * and the id of the connection behind its length. The answer is a {@link ColumnRows frame}, or what Avatica would answer when rows cannot be
 * columns.
 */
public final class FrameRequest {

    private static final byte VERSION = 1;

    private FrameRequest() {}

    /** The rows of an open result from one on; {@code null} when the server sends no frame. */
    public static Meta.Frame send(ServerHttpClient server, Meta.StatementHandle statement, long offset, int most) {
        byte[] connection = statement.connectionId.getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocate(3 + 2 * Integer.BYTES + Long.BYTES + Short.BYTES + connection.length);
        request.put((byte) 'M').put((byte) 'F').put(VERSION);
        request.putInt(statement.id).putLong(offset).putInt(most);
        request.putShort((short) connection.length).put(connection);
        byte[] answer = server.send(request.array());
        return ColumnRows.isFrame(answer)
                ? ColumnRows.read(answer)
                : ((Service.FetchResponse) Answers.read(answer)).frame;
    }
}
