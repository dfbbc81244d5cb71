package io.millrace.connector.binary.avro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.apache.avro.file.SeekableInput;

/** A file that somebody else has opened and closes, read from a place of its own. */
final class ChannelInput implements SeekableInput {

    private final FileChannel channel;
    private long position;

    ChannelInput(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void seek(long place) {
        position = place;
    }

    @Override
    public long tell() {
        return position;
    }

    @Override
    public long length() throws IOException {
        return channel.size();
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        int read = channel.read(ByteBuffer.wrap(target, start, length), position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public void close() {
        // the channel belongs to who has opened it
    }
}
