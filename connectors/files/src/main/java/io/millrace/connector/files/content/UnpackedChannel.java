package io.millrace.connector.files.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** What is in a file, to be read at any position; the further it lies from where somebody was before, the longer it takes. */
final class UnpackedChannel extends FileChannel {

    private static final String READ_ONLY = "compressed files are only read, and at positions";

    private final FileContents files;
    private final Path path;
    private final FileEncoding encoding;
    private final FileVersion version;
    private final KnownContent known;
    private UnpackedStream stream;

    UnpackedChannel(FileContents files, Path path, FileEncoding encoding, FileVersion version, KnownContent known) {
        this.files = files;
        this.path = path;
        this.encoding = encoding;
        this.version = version;
        this.known = known;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int wanted = target.remaining();
        if (!KnownContent.isShort(wanted)) {
            int read = unpack(target, position);
            return read == 0 && wanted > 0 ? -1 : read;
        }
        if (!known.repeat(target, position)) {
            ByteBuffer bytes = ByteBuffer.allocate(wanted);
            unpack(bytes, position);
            byte[] read = new byte[bytes.position()];
            bytes.flip().get(read);
            if (read.length == wanted) {
                known.keep(position, read, wanted);
            }
            target.put(read);
        }
        int read = wanted - target.remaining();
        return read == 0 && wanted > 0 ? -1 : read;
    }

    private int unpack(ByteBuffer target, long position) throws IOException {
        if (known.size().isPresent() && position >= known.size().getAsLong()) {
            return 0;
        }
        known.check(position + target.remaining());
        boolean done = false;
        try {
            if (stream == null || !stream.canRead(position)) {
                leave();
                stream = files.take(path, encoding, version, position);
            }
            int read = stream.read(target, position);
            known.learn(stream);
            done = true;
            return read;
        } catch (DamagedException e) {
            if (stream != null) {
                known.learn(stream);
            }
            known.learn(e);
            throw e;
        } finally {
            if (!done && stream != null) {
                FileContents.close(stream);
                stream = null;
            }
        }
    }

    private void leave() {
        if (stream != null) {
            files.leave(stream);
            stream = null;
        }
    }

    boolean reaches(long position) throws IOException {
        return known.unpacked() >= position
                || known.size().orElse(Long.MAX_VALUE) >= position && read(ByteBuffer.allocate(1), position - 1) == 1;
    }

    long knownSize() {
        return known.size().orElse(Long.MAX_VALUE);
    }

    @Override
    public long size() throws IOException {
        while (known.size().isEmpty()) {
            unpack(ByteBuffer.allocate(1), known.unpacked());
        }
        return known.size().getAsLong();
    }

    @Override
    protected void implCloseChannel() {
        leave();
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public FileChannel truncate(long size) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public void force(boolean metadata) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException(READ_ONLY);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException(READ_ONLY);
    }
}
