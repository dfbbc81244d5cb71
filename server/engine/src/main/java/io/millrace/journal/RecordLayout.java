package io.millrace.journal;

import io.millrace.codec.Encoder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a record: length of the payload, type, flags, version, a zero, LSN, last durable LSN, payload, CRC-32C, and zeros up to a
 * multiple of eight.
 *
 * <p>The checksum begins with server id and epoch, so that no bytes of another server or an earlier life are ever taken for a record.
 * Not thread-safe.
 */
final class RecordLayout {

    static final int HEAD = 24;
    static final int ALIGNMENT = 8;
    static final int MOST_PAYLOAD = 1 << 30;
    private static final int TAIL = Integer.BYTES;

    private final byte[] salt;
    private final CRC32C checksum = new CRC32C();

    RecordLayout(UUID serverId, long epoch) {
        Encoder bytes = new Encoder();
        bytes.putLong(serverId.getMostSignificantBits());
        bytes.putLong(serverId.getLeastSignificantBits());
        bytes.putLong(epoch);
        salt = bytes.toByteArray();
    }

    /** How many bytes of a segment a record takes. */
    static long size(long payload) {
        return HEAD + payload + TAIL + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Appends a record whose payload is what the parts hold, one after the other. */
    void put(Encoder out, RecordType type, long lsn, long durableLsn, int length, Payload payload) {
        int start = out.reserve((int) size(length));
        out.cut(start);
        out.putInt(length);
        out.putByte(type.code());
        out.putByte(0);
        out.putByte(type.version());
        out.putByte(0);
        out.putLong(lsn);
        out.putLong(durableLsn);
        payload.writeTo(out);
        if (out.size() - start != HEAD + length) {
            throw new IllegalStateException("a payload of " + length + " bytes wrote " + (out.size() - start - HEAD));
        }
        out.putInt(checksum(out.array(), start, HEAD + length));
        for (long left = start + size(length) - out.size(); left > 0; left--) {
            out.putByte(0);
        }
    }

    /** Appends a record that another segment holds, with a payload of that length. */
    void putCopy(Encoder out, byte[] bytes, int from, int length) {
        out.putBytes(bytes, from, HEAD + length);
        out.putInt(checksum(bytes, from, HEAD + length));
        for (long left = size(length) - HEAD - length - TAIL; left > 0; left--) {
            out.putByte(0);
        }
    }

    /** The checksum of head and payload. */
    int checksum(byte[] bytes, int from, int length) {
        checksum.reset();
        checksum.update(salt, 0, salt.length);
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }

    /** Writes the payload of a record into the journal's own memory. */
    @FunctionalInterface
    interface Payload {
        void writeTo(Encoder out);
    }
}
