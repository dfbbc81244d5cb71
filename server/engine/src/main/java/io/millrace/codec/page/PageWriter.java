package io.millrace.codec.page;

import io.millrace.codec.Decoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameWriter;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;

/**
 * Writes pages, each as one frame; a page that takes much memory as several, which hold its rows in order. Pages without rows are
 * left out.
 *
 * <p>Of strings and arrays only the parts that rows use are written. Not thread-safe.
 */
public final class PageWriter {

    /** The memory that a page of several rows takes at most when it is read. */
    private static final long LARGE = 64L << 20;

    private final FrameWriter frames;
    private final long large;
    private final long most;

    public PageWriter(FrameWriter frames) {
        this(frames, LARGE, Decoder.DEFAULT_ALLOWANCE / 2);
    }

    PageWriter(FrameWriter frames, long large, long most) {
        this.frames = frames;
        this.large = large;
        this.most = most;
    }

    /** @throws MillraceException when a single row is larger than anybody would read */
    public void write(Page page) throws IOException {
        if (page.size() == 0) {
            return;
        }
        try {
            frames.body().clear();
            PageBody.put(page, frames.body(), new MemoryBound(page.size() == 1 ? most : large));
        } catch (MemoryBound.Passed e) {
            frames.body().clear();
            writeHalves(page);
            return;
        }
        frames.write(FrameKind.PAGE);
    }

    private void writeHalves(Page page) throws IOException {
        if (page.size() == 1) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a row takes more than " + (most >> 20) + " MiB, the most that can be stored");
        }
        int half = page.size() / 2;
        write(page.slice(0, half));
        write(page.slice(half, page.size()));
    }
}
