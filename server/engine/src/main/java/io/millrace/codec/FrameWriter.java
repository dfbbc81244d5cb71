package io.millrace.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Writes frames: a head that tells kind, version, length and checksum, then a body.
 *
 * <p>The head has twelve bytes: {@code M}, {@code R}, the code of the kind, the version, the length of the body, and the CRC-32C of
 * those eight bytes and the body. Not thread-safe.
 */
public final class FrameWriter {

    static final int HEAD = 12;
    static final byte MAGIC_1 = 'M';
    static final byte MAGIC_2 = 'R';
    static final int CHECKED_HEAD = 8;

    private final OutputStream out;
    private final Encoder body = new Encoder();
    private final Encoder head = new Encoder();

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Where to put the body of the next frame. */
    public Encoder body() {
        return body;
    }

    /** Writes the frame whose body was collected, and leaves room for the next. */
    public void write(FrameKind kind) throws IOException {
        putHead(head, kind, body);
        head.writeTo(out);
        body.writeTo(out);
        body.clear();
    }

    /** One frame by itself. */
    public static byte[] frame(FrameKind kind, Consumer<Encoder> content) {
        Encoder body = new Encoder();
        content.accept(body);
        Encoder frame = new Encoder();
        putHead(frame, kind, body);
        frame.putAll(body);
        return frame.toByteArray();
    }

    private static void putHead(Encoder head, FrameKind kind, Encoder body) {
        head.clear();
        head.putByte(MAGIC_1);
        head.putByte(MAGIC_2);
        head.putByte(kind.code());
        head.putByte(kind.version());
        head.putInt(body.size());
        head.putInt(checksum(head.array(), body.array(), 0, body.size()));
    }

    static int checksum(byte[] head, byte[] body, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(head, 0, CHECKED_HEAD);
        checksum.update(body, from, length);
        return (int) checksum.getValue();
    }
}
