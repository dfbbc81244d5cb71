package io.millrace.codec;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Reads frames that {@link FrameWriter} wrote, and passes on only those whose checksum is right.
 *
 * <p>Memory is asked for as bytes come, not by what a head announces. Not thread-safe.
 */
public final class FrameReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_READ = 64 << 10;

    private final InputStream in;
    private final long allowance;
    private final byte[] head = new byte[FrameWriter.HEAD];
    private byte[] body = new byte[0];
    private long next;
    private long start;
    private int length;

    public FrameReader(InputStream in) {
        this(in, Decoder.DEFAULT_ALLOWANCE);
    }

    /** @param allowance bytes of memory that a frame, and what it holds, may take */
    public FrameReader(InputStream in, long allowance) {
        this.in = in;
        this.allowance = allowance;
    }

    /** Reads a frame by itself. */
    public static <T> T read(byte[] frame, FrameKind kind, Function<Decoder, T> content) {
        FrameReader reader = new FrameReader(new ByteArrayInputStream(frame));
        try {
            if (!reader.advance()) {
                throw new DamagedDataException(0, "it is empty");
            }
            Decoder body = reader.body(kind);
            T value = content.apply(body);
            body.end();
            if (reader.advance()) {
                throw new DamagedDataException(reader.offset(), "more follows");
            }
            return value;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Goes to the next frame; false when there is none. */
    public boolean advance() throws IOException {
        start = next;
        int got = in.readNBytes(head, 0, FrameWriter.HEAD);
        if (got == 0) {
            return false;
        }
        if (got < FrameWriter.HEAD) {
            throw new DamagedDataException(start + got, "it breaks off within the head of a frame");
        }
        if (head[0] != FrameWriter.MAGIC_1 || head[1] != FrameWriter.MAGIC_2) {
            throw new DamagedDataException(start, "no frame begins here");
        }
        length = (int) INT.get(head, 4);
        if (length < 0 || length > allowance) {
            throw new DamagedDataException(
                    start + 4,
                    "a frame of " + Integer.toUnsignedLong(length) + " bytes is announced, more than allowed");
        }
        readBody();
        if (FrameWriter.checksum(head, body, 0, length) != (int) INT.get(head, FrameWriter.CHECKED_HEAD)) {
            throw new DamagedDataException(start, "the checksum of the frame is wrong");
        }
        next = start + FrameWriter.HEAD + length;
        return true;
    }

    private void readBody() throws IOException {
        int filled = 0;
        while (filled < length) {
            if (filled == body.length) {
                body = Arrays.copyOf(body, Math.min(length, Math.max(FIRST_READ, filled + filled / 2)));
            }
            int wanted = Math.min(length, body.length) - filled;
            int got = in.readNBytes(body, filled, wanted);
            filled += got;
            if (got < wanted) {
                throw new DamagedDataException(
                        start + FrameWriter.HEAD + filled, "it breaks off within a frame of " + length + " bytes");
            }
        }
    }

    /** Where the frame begins. */
    public long offset() {
        return start;
    }

    public boolean is(FrameKind kind) {
        return head[2] == kind.code();
    }

    /**
     * Lets nobody take for damaged what a later version of the server has written.
     *
     * @param what is read
     * @throws MillraceException NOT_SUPPORTED when the frame is of that kind, in a later version
     */
    public void refuseNewer(FrameKind kind, String what) {
        if (is(kind) && head[3] > kind.version()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    what + " was written by a newer version of Millrace: its format is " + head[3]
                            + ", and this server reads up to " + kind.version() + "; start that version");
        }
    }

    /**
     * The body of the frame, good until the next one.
     *
     * @throws DamagedDataException when the frame is of another kind or of a version that cannot be read
     */
    public Decoder body(FrameKind kind) {
        if (!is(kind)) {
            throw new DamagedDataException(start + 2, "a frame of another kind than " + kind + " is here");
        }
        int version = head[3];
        if (!kind.reads(version)) {
            throw new DamagedDataException(
                    start + 3,
                    "it is in version " + version + " of its format; this server reads up to " + kind.version());
        }
        return new Decoder(body, 0, length, start + FrameWriter.HEAD, version, allowance);
    }
}
