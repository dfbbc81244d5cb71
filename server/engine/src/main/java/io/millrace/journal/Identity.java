package io.millrace.journal;

import io.millrace.codec.Encoder;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose journal it is: a small file that is replaced as a whole.
 *
 * @param epoch how often the journal was opened
 * @param durableLsn the last record that was on the disk when it was opened or closed last: what is missing of that has been lost
 */
record Identity(UUID serverId, long epoch, long durableLsn) {

    private static final byte[] MAGIC = "MRIDENTY".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int CHECKED = 44;
    static final int BYTES = CHECKED + Integer.BYTES;

    Identity opened() {
        return new Identity(serverId, epoch + 1, durableLsn);
    }

    Identity withDurable(long lsn) {
        return new Identity(serverId, epoch, lsn);
    }

    byte[] toBytes() {
        Encoder out = new Encoder();
        out.putBytes(MAGIC, 0, MAGIC.length);
        out.putInt(FORMAT);
        out.putLong(serverId.getMostSignificantBits());
        out.putLong(serverId.getLeastSignificantBits());
        out.putLong(epoch);
        out.putLong(durableLsn);
        out.putInt(SegmentHeader.checksum(out.array(), CHECKED));
        return out.toByteArray();
    }

    /** What a file says; empty when it is damaged. */
    static Optional<Identity> read(Storage storage, Path file) throws IOException {
        ByteBuffer in = bytes(storage, file);
        boolean whole = isWhole(in);
        in.position(MAGIC.length);
        return whole && in.getInt() == FORMAT
                ? Optional.of(new Identity(new UUID(in.getLong(), in.getLong()), in.getLong(), in.getLong()))
                : Optional.empty();
    }

    /** Whether a file is whole and in a later format, which has magic, format and checksum in the same places. */
    static boolean isNewer(Storage storage, Path file) throws IOException {
        ByteBuffer in = bytes(storage, file);
        return isWhole(in) && in.getInt(MAGIC.length) > FORMAT;
    }

    private static ByteBuffer bytes(Storage storage, Path file) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (StoredFile stored = storage.openForReading(file)) {
            stored.read(in, 0);
        }
        return in;
    }

    private static boolean isWhole(ByteBuffer in) {
        return !in.hasRemaining()
                && Arrays.equals(in.array(), 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && in.getInt(CHECKED) == SegmentHeader.checksum(in.array(), CHECKED);
    }

    /** Replaces the file; when this returns, the disk has it. */
    void write(Storage storage, Path file) throws IOException {
        storage.replace(file, toBytes());
    }
}
