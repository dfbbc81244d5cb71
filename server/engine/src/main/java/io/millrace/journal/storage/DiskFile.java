package io.millrace.journal.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Locale;

/** A file of the machine. */
final class DiskFile implements StoredFile {

    private static final int ZEROS = 1 << 16;

    private final FileChannel channel;

    private DiskFile(FileChannel channel) {
        this.channel = channel;
    }

    static DiskFile open(Path file, OpenOption... options) throws IOException {
        try {
            return new DiskFile(FileChannel.open(file, options));
        } catch (IOException e) {
            throw known(e);
        }
    }

    /** Tells a full disk from other failures; the JDK has only the text of the operating system. */
    static IOException known(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean full =
                text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space");
        return full ? new NoSpaceException(failure.getMessage(), failure) : failure;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int count = channel.read(target, position + total);
            if (count < 0) {
                break;
            }
            total += count;
        }
        return total;
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        long at = position;
        try {
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        } catch (IOException e) {
            throw known(e);
        }
    }

    @Override
    public void allocate(long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, Math.max(0, size - channel.size())));
        for (long at = channel.size(); at < size; at += zeros.limit()) {
            zeros.position(0).limit((int) Math.min(zeros.capacity(), size - at));
            write(zeros, at);
        }
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
