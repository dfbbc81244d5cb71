package io.millrace.engine.state.cell;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.CRC32C;

/**
 * Writes state as sections: name, length, contents, CRC32C of all three; before them a magic number and the version of the format.
 *
 * <p>Big-endian. Holds one section in memory at a time. The name of a section is the path of names that {@link #enter} has opened.
 */
public final class StateWriter {

    static final int MAGIC = 0x4D_52_53_54;
    static final int VERSION = 1;

    private static final int FIRST_BYTES = 1 << 14;

    private final OutputStream sink;
    private final Deque<String> path = new ArrayDeque<>();
    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_BYTES);
    private long written;

    public StateWriter(OutputStream sink) {
        this.sink = sink;
        buffer.putInt(MAGIC).putInt(VERSION);
        flush();
    }

    /** Opens a name below the current one. */
    public void enter(String name) {
        path.addLast(name);
    }

    public void leave() {
        path.removeLast();
    }

    /** Begins a section. */
    public void begin() {
        byte[] name = String.join("/", path).getBytes(StandardCharsets.UTF_8);
        room(8 + name.length);
        buffer.putShort((short) name.length).put(name).putInt(0);
    }

    /** Ends the section and passes it on. */
    public void end() {
        int contents = 6 + (buffer.getShort(0) & 0xFFFF);
        buffer.putInt(contents - 4, buffer.position() - contents);
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), 0, buffer.position());
        writeInt((int) checksum.getValue());
        flush();
    }

    private void flush() {
        try {
            sink.write(buffer.array(), 0, buffer.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written += buffer.position();
        buffer.clear();
    }

    private void room(long bytes) {
        if (bytes > buffer.remaining()) {
            long wanted = Math.max(buffer.position() + bytes, buffer.capacity() * 2L);
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, wanted);
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
        }
    }

    public void writeByte(int value) {
        room(1);
        buffer.put((byte) value);
    }

    public void writeInt(int value) {
        room(Integer.BYTES);
        buffer.putInt(value);
    }

    public void writeLong(long value) {
        room(Long.BYTES);
        buffer.putLong(value);
    }

    public void writeBytes(byte[] values, int from, int count) {
        room(count);
        buffer.put(values, from, count);
    }

    public void writeInts(int[] values, int count) {
        room((long) count * Integer.BYTES);
        buffer.asIntBuffer().put(values, 0, count);
        buffer.position(buffer.position() + count * Integer.BYTES);
    }

    public void writeLongs(long[] values, int count) {
        room((long) count * Long.BYTES);
        buffer.asLongBuffer().put(values, 0, count);
        buffer.position(buffer.position() + count * Long.BYTES);
    }

    public void writeDecimal(BigDecimal value) {
        byte[] digits = value.unscaledValue().toByteArray();
        writeInt(value.scale());
        writeInt(digits.length);
        writeBytes(digits, 0, digits.length);
    }

    /** Bytes passed on so far. */
    public long written() {
        return written;
    }
}
