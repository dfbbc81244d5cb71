package io.millrace.connector.files.content;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One pass over what is in a compressed file. The last bytes are kept, so that one can go back a little; for what lies further back,
 * somebody has to begin anew. Not thread-safe.
 */
final class UnpackedStream implements Closeable {

    /** How far back one can go, at least. */
    static final int KEPT = 1 << 19;

    private static final int STEP = 64 << 10;

    private final FileVersion version;
    private final FileChannel channel;
    private final InputStream in;
    private final byte[] ring = new byte[KEPT + STEP];
    private long end;
    private boolean atEnd;

    private UnpackedStream(FileVersion version, FileChannel channel, InputStream in) {
        this.version = version;
        this.channel = channel;
        this.in = in;
    }

    static UnpackedStream open(Path path, FileEncoding encoding, FileVersion version) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        boolean opened = false;
        try {
            boolean empty = isEmpty(channel);
            InputStream in = empty ? InputStream.nullInputStream() : encoding.opened(PackedInput.of(channel));
            opened = true;
            return new UnpackedStream(version, channel, in);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            throw new DamagedException(e);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static boolean isEmpty(FileChannel channel) {
        try {
            return channel.size() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FileVersion version() {
        return version;
    }

    /** How many bytes were unpacked. */
    long end() {
        return end;
    }

    /** Whether these are all. */
    boolean isAtEnd() {
        return atEnd;
    }

    boolean canRead(long position) {
        return position >= end - KEPT;
    }

    /** Reads as many bytes as there is room for, or as there are; returns how many. */
    int read(ByteBuffer target, long position) throws IOException {
        int before = target.remaining();
        long next = position;
        while (target.hasRemaining()) {
            if (next >= end) {
                if (!unpack()) {
                    break;
                }
                continue;
            }
            int index = (int) (next % ring.length);
            int length = (int) Math.min(Math.min(target.remaining(), end - next), ring.length - index);
            target.put(ring, index, length);
            next += length;
        }
        return before - target.remaining();
    }

    private boolean unpack() throws IOException {
        int index = (int) (end % ring.length);
        try {
            int read = atEnd ? -1 : in.read(ring, index, Math.min(STEP, ring.length - index));
            atEnd = read < 0;
            end += Math.max(0, read);
            return !atEnd;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            throw new DamagedException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            channel.close();
        }
    }
}
