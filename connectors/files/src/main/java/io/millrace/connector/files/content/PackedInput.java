package io.millrace.connector.files.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a compressed file. That they cannot be read is told apart, by an unchecked exception, from what is wrong with them. */
final class PackedInput extends InputStream {

    private static final int BUFFER = 64 << 10;

    private final FileChannel channel;

    private PackedInput(FileChannel channel) {
        this.channel = channel;
    }

    static InputStream of(FileChannel channel) {
        return new BufferedInputStream(new PackedInput(channel), BUFFER);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        try {
            return channel.read(ByteBuffer.wrap(target, from, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int available() {
        try {
            return (int) Math.min(Integer.MAX_VALUE, Math.max(0, channel.size() - channel.position()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
