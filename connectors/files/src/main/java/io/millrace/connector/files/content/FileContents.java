package io.millrace.connector.files.content;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens files as what is in them: unpacked where they are compressed, and in UTF-8. Passes over compressed files that somebody has left are kept for whoever goes on
 * there, so that a file which is read piece by piece is unpacked once and not up to each piece. Thread-safe.
 *
 * <p>Readers have no end of life of their own, so that passes which nobody goes on with are closed when this is collected.
 */
public final class FileContents {

    /** Of each file that is read, the one that looks for ends of records, and the one that reads up to them. */
    private static final int MOST_IDLE = 16;

    private static final int MOST_VERSIONS = 256;
    private static final Cleaner CLEANER = Cleaner.create();

    /** Passes that nobody uses, those left last at the end. */
    private static final class Idle implements Runnable {
        private final List<UnpackedStream> streams = new ArrayList<>();

        @Override
        public synchronized void run() {
            streams.forEach(FileContents::close);
            streams.clear();
        }
    }

    private final Optional<Charset> charset;
    private final Idle idle = new Idle();
    private final Map<FileVersion, KnownContent> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FileVersion, KnownContent> eldest) {
            return size() > MOST_VERSIONS;
        }
    };

    /** @param charset the name of that in which files are written */
    public FileContents(String charset) {
        this.charset = Transcoding.charset(charset);
        CLEANER.register(this, idle);
    }

    /** Opens a file to read it; its positions and its size are those of what is in it. */
    public FileChannel open(Path path) throws IOException {
        FileEncoding encoding = encoding(path);
        if (encoding.isPlain()) {
            return FileChannel.open(path, StandardOpenOption.READ);
        }
        FileVersion version = FileVersion.of(path);
        return new UnpackedChannel(this, path, encoding, version, known(version));
    }

    private FileEncoding encoding(Path path) {
        return new FileEncoding(Compression.of(path), charset);
    }

    /** Whether a file is not read as it is; then its size does not tell how much is in it. */
    public boolean unpacks(Path path) {
        return !encoding(path).isPlain();
    }

    /** Whether a file that was opened here is not read as it is. */
    public static boolean isUnpacked(FileChannel channel) {
        return channel instanceof UnpackedChannel;
    }

    /** Whether a file that was opened here is seen to have so many bytes; a compressed one is unpacked no further than that. */
    public static boolean reaches(FileChannel channel, long position) throws IOException {
        return channel instanceof UnpackedChannel unpacked ? unpacked.reaches(position) : channel.size() >= position;
    }

    /** How many bytes a file that was opened here has; the most there can be where a compressed one was not unpacked to its end yet. */
    public static long knownSize(FileChannel channel) throws IOException {
        return channel instanceof UnpackedChannel unpacked ? unpacked.knownSize() : channel.size();
    }

    private KnownContent known(FileVersion version) {
        synchronized (known) {
            return known.computeIfAbsent(version, found -> new KnownContent());
        }
    }

    /** The pass that has to unpack the least to reach a position. */
    UnpackedStream take(Path path, FileEncoding encoding, FileVersion version, long position) throws IOException {
        synchronized (idle) {
            UnpackedStream best = null;
            for (UnpackedStream stream : idle.streams) {
                boolean suits = stream.version().equals(version) && stream.canRead(position);
                if (suits && (best == null || stream.end() > best.end())) {
                    best = stream;
                }
            }
            if (best != null) {
                idle.streams.remove(best);
                return best;
            }
        }
        return UnpackedStream.open(path, encoding, version);
    }

    /** One that has not come far is not worth its place. */
    void leave(UnpackedStream stream) {
        if (stream.end() < UnpackedStream.KEPT) {
            close(stream);
            return;
        }
        synchronized (idle) {
            idle.streams.add(stream);
            if (idle.streams.size() > MOST_IDLE) {
                close(idle.streams.remove(0));
            }
        }
    }

    /** Closes what nobody uses now. */
    public void release() {
        idle.run();
    }

    static void close(UnpackedStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
