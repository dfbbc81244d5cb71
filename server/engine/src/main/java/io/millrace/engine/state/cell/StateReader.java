package io.millrace.engine.state.cell;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.CRC32C;

/** Reads what a {@link StateWriter} has written, in the same order; each section is checked before any of it is given out. */
public final class StateReader {

    private static final int STEP = 1 << 20;

    private final DataInputStream source;
    private final Deque<String> path = new ArrayDeque<>();
    private byte[] bytes = new byte[0];
    private ByteBuffer contents = ByteBuffer.allocate(0);

    /** @throws UnreadableStateException if this is no state, or one of another version */
    public StateReader(InputStream source) {
        this.source = new DataInputStream(source);
        try {
            if (this.source.readInt() != StateWriter.MAGIC) {
                throw new UnreadableStateException("the file does not hold state");
            }
            int version = this.source.readInt();
            if (version != StateWriter.VERSION) {
                throw new UnreadableStateException(
                        "the state has version " + version + ", this server reads version " + StateWriter.VERSION);
            }
        } catch (EOFException e) {
            throw new UnreadableStateException("the state ends before its first section", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a name below the current one. */
    public void enter(String name) {
        path.addLast(name);
    }

    public void leave() {
        path.removeLast();
    }

    /** Reads the next section, which must have the current name. */
    public void begin() {
        String expected = String.join("/", path);
        try {
            byte[] name = new byte[source.readUnsignedShort()];
            source.readFully(name);
            int length = source.readInt();
            if (length < 0 || !fill(length) || source.readInt() != checksum(name, length)) {
                throw new UnreadableStateException("section \"" + expected + "\" of the state is damaged");
            }
            String found = new String(name, StandardCharsets.UTF_8);
            if (!found.equals(expected)) {
                throw new UnreadableStateException("the state has section \"" + found + "\" where \"" + expected
                        + "\" was expected: it was written by another query");
            }
            contents = ByteBuffer.wrap(bytes, 0, length);
        } catch (EOFException e) {
            throw new UnreadableStateException("the state ends within section \"" + expected + "\"", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a section; room is made as bytes come, since its length may be wrong. False when it ends too early. */
    private boolean fill(int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            if (filled == bytes.length) {
                long more = Math.min(length, Math.max(STEP, bytes.length * 2L));
                bytes = Arrays.copyOf(bytes, (int) more);
            }
            int wanted = Math.min(length, bytes.length) - filled;
            int got = source.readNBytes(bytes, filled, wanted);
            filled += got;
            if (got < wanted) {
                return false;
            }
        }
        return true;
    }

    private int checksum(byte[] name, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(2).putShort(0, (short) name.length));
        checksum.update(name);
        checksum.update(ByteBuffer.allocate(4).putInt(0, length));
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Ends the section, all of which must have been read. */
    public void end() {
        if (contents.hasRemaining()) {
            throw unfit();
        }
    }

    /** The contents of the section are not what is expected here. */
    public UnreadableStateException unfit() {
        return new UnreadableStateException(
                "section \"" + String.join("/", path) + "\" of the state does not fit the query");
    }

    private ByteBuffer take(long bytes) {
        if (bytes < 0 || bytes > contents.remaining()) {
            throw unfit();
        }
        return contents;
    }

    public int readByte() {
        return take(1).get();
    }

    public int readInt() {
        return take(Integer.BYTES).getInt();
    }

    /** A number of things that follow, or an index. */
    public int readCount() {
        int count = readInt();
        if (count < 0) {
            throw unfit();
        }
        return count;
    }

    public long readLong() {
        return take(Long.BYTES).getLong();
    }

    public void readBytes(byte[] into, int count) {
        take(count).get(into, 0, count);
    }

    public byte[] readBytes(int count) {
        byte[] bytes = new byte[(int) Math.min(count, take(count).remaining())];
        readBytes(bytes, count);
        return bytes;
    }

    public void readInts(int[] into, int count) {
        take((long) count * Integer.BYTES).asIntBuffer().get(into, 0, count);
        contents.position(contents.position() + count * Integer.BYTES);
    }

    public void readLongs(long[] into, int count) {
        take((long) count * Long.BYTES).asLongBuffer().get(into, 0, count);
        contents.position(contents.position() + count * Long.BYTES);
    }

    public BigDecimal readDecimal() {
        int scale = readInt();
        byte[] digits = readBytes(readCount());
        try {
            return new BigDecimal(new BigInteger(digits), scale);
        } catch (NumberFormatException | BufferUnderflowException e) {
            throw unfit();
        }
    }
}
