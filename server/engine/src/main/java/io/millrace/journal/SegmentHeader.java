package io.millrace.journal;

import io.millrace.codec.Encoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/** The first bytes of a segment: whose it is, and with which record it begins. */
record SegmentHeader(UUID serverId, long epoch, long firstLsn) {

    static final int BYTES = 64;
    static final int FORMAT = 1;
    private static final byte[] MAGIC = "MRJOURNL".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED = BYTES - Integer.BYTES;

    byte[] toBytes() {
        Encoder out = new Encoder();
        out.putBytes(MAGIC, 0, MAGIC.length);
        out.putInt(FORMAT);
        out.putInt(BYTES);
        out.putLong(serverId.getMostSignificantBits());
        out.putLong(serverId.getLeastSignificantBits());
        out.putLong(epoch);
        out.putLong(firstLsn);
        out.putBytes(new byte[CHECKED - out.size()], 0, CHECKED - out.size());
        out.putInt(checksum(out.array(), CHECKED));
        return out.toByteArray();
    }

    /** The format that bytes claim to be in; 0 when they are no header at all. */
    static int format(byte[] bytes) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes[i] != MAGIC[i]) {
                return 0;
            }
        }
        return buffer(bytes).getInt(MAGIC.length);
    }

    /** Whether the bytes are what was written, in the one format there is so far. */
    static boolean whole(byte[] bytes) {
        return format(bytes) == FORMAT && buffer(bytes).getInt(CHECKED) == checksum(bytes, CHECKED);
    }

    static SegmentHeader read(byte[] bytes) {
        ByteBuffer in = buffer(bytes).position(MAGIC.length + 2 * Integer.BYTES);
        return new SegmentHeader(new UUID(in.getLong(), in.getLong()), in.getLong(), in.getLong());
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
