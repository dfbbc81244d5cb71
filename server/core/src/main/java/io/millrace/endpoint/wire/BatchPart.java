package io.millrace.endpoint.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request of our driver that brings a part of a batch as columns: {@code MB}, the version of the form, whether it is the last part, the
 * number of the statement, that of the part from 0 on, and the id of the connection behind its length; then blocks, each behind its length.
 *
 * @param blocks of which {@link GivenLists} are made
 */
public record BatchPart(String connectionId, int statementId, int number, boolean last, ByteBuffer blocks) {

    private static final byte VERSION = 1;

    /** Whether a request is one of these: no other begins so. */
    public static boolean isOne(byte[] request) {
        return request.length > 1 && request[0] == 'M' && request[1] == 'B';
    }

    /** Reads a request that {@link #isOne}. */
    public static BatchPart read(byte[] request) {
        try {
            ByteBuffer rest = ByteBuffer.wrap(request).position(2);
            if (rest.get() != VERSION) {
                throw GivenBlock.broken();
            }
            boolean last = rest.get() != 0;
            int statement = rest.getInt();
            int number = rest.getInt();
            byte[] id = new byte[Short.toUnsignedInt(rest.getShort())];
            rest.get(id);
            return new BatchPart(new String(id, StandardCharsets.UTF_8), statement, number, last, rest);
        } catch (BufferUnderflowException e) {
            throw GivenBlock.broken();
        }
    }
}
