package io.millrace.endpoint.wire;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request of our driver for rows as columns: {@code MF}, the version of the form, the number of the statement, which row is the first and how
 * many there may be, and the id of the connection behind its length.
 */
public record FrameCall(String connectionId, int statementId, long offset, int maxRows) {

    private static final byte VERSION = 1;

    /** Whether a request is one of these: no other begins so. */
    public static boolean isOne(byte[] request) {
        return request.length > 1 && request[0] == 'M' && request[1] == 'F';
    }

    /** Reads a request that {@link #isOne}. */
    public static FrameCall read(byte[] request) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(request).position(2);
            if (rest.get() != VERSION) {
                throw broken();
            }
            int statement = rest.getInt();
            long offset = rest.getLong();
            int most = rest.getInt();
            byte[] id = new byte[Short.toUnsignedInt(rest.getShort())];
            rest.get(id);
            return new FrameCall(new String(id, StandardCharsets.UTF_8), statement, offset, most);
        } catch (BufferUnderflowException e) {
            throw broken();
        }
    }

    private static MillraceException broken() {
        return new MillraceException(
                ErrorCode.PROTOCOL_VIOLATION, "the request does not have the form that drivers of this version send");
    }
}
