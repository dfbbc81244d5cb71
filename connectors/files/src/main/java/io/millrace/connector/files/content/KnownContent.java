package io.millrace.connector.files.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What was found out of a version of a compressed file, so that it is not unpacked for it again. Thread-safe. */
final class KnownContent {

    /** Reads of more are not kept. */
    private static final int SHORT = 4 << 10;

    private static final int MOST = 64;

    private record Range(long position, int length) {}

    private final Map<Range, byte[]> reads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Range, byte[]> eldest) {
            return size() > MOST;
        }
    };

    private long unpacked;
    private long size = -1;
    private DamagedException damage;

    synchronized OptionalLong size() {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** How many bytes were unpacked already; there may be more. */
    synchronized long unpacked() {
        return unpacked;
    }

    synchronized void learn(UnpackedStream stream) {
        unpacked = Math.max(unpacked, stream.end());
        if (stream.isAtEnd()) {
            size = stream.end();
        }
    }

    synchronized void learn(DamagedException found) {
        damage = found;
    }

    /** Fails where it is known that so many bytes cannot be unpacked. */
    synchronized void check(long needed) throws IOException {
        if (damage != null && needed > unpacked) {
            throw damage;
        }
    }

    /** Whether a short read was done before, and was done again now. */
    synchronized boolean repeat(ByteBuffer target, long position) {
        byte[] bytes = reads.get(new Range(position, target.remaining()));
        if (bytes != null) {
            target.put(bytes);
        }
        return bytes != null;
    }

    /** Keeps what was read if it is short. */
    synchronized void keep(long position, byte[] bytes, int wanted) {
        reads.put(new Range(position, wanted), bytes);
    }

    static boolean isShort(int length) {
        return length <= SHORT;
    }
}
