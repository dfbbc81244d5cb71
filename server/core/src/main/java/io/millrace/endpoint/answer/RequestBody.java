package io.millrace.endpoint.answer;

import io.millrace.session.Holding;
import io.millrace.session.SqlService;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The body of a request while it is read and answered. What it takes to decode it is held before it is there. */
public final class RequestBody implements AutoCloseable {

    /** Shorter bodies are not worth counting. */
    private static final int SHORT = 1 << 16;

    /** How much larger than its bytes a decoded request may be. */
    private static final long DECODED = 16;

    private final InputStream in;
    private final int maxBytes;
    private final SqlService service;
    private Holding holding = Holding.UNCOUNTED;
    private byte[] bytes;
    private int size;

    public RequestBody(InputStream in, int maxBytes, SqlService service) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.service = service;
        this.bytes = new byte[Math.min(SHORT, maxBytes + 1)];
    }

    /**
     * Reads to the end, or until the body is too long.
     *
     * @return whether it is not
     * @throws io.millrace.spi.error.MillraceException when there is no memory for it
     */
    public boolean read() throws IOException {
        size = in.readNBytes(bytes, 0, bytes.length);
        while (size == bytes.length && size <= maxBytes) {
            grow();
            size += in.readNBytes(bytes, size, bytes.length - size);
        }
        return size <= maxBytes;
    }

    private void grow() {
        int larger = (int) Math.min(bytes.length * 2L, maxBytes + 1L);
        if (holding == Holding.UNCOUNTED) {
            holding = service.holding();
        }
        holding.set(larger * DECODED);
        bytes = Arrays.copyOf(bytes, larger);
    }

    /** What was read. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * Reads and drops the body of a request that is refused unseen, if it is short: else the connection is closed behind the answer, while
     * the client may be sending its next request already.
     */
    public static void drop(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            in.skip(SHORT);
        }
    }

    /** Reads and drops what is left, up to some length, so that the client gets to read the answer. */
    public void drain(long most) throws IOException {
        in.skip(most);
    }

    @Override
    public void close() {
        holding.close();
    }
}
