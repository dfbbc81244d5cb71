package io.millrace.codec.page;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** A file of rows: a frame that tells about them, then their pages up to its end. */
public final class PageFile {

    /** Gives the pages out. */
    @FunctionalInterface
    public interface Pages {
        void writeTo(PageWriter writer) throws IOException;
    }

    private PageFile() {}

    public static void write(OutputStream out, Consumer<Encoder> head, Pages pages) throws IOException {
        FrameWriter frames = new FrameWriter(out);
        head.accept(frames.body());
        frames.write(FrameKind.CONTENT);
        pages.writeTo(new PageWriter(frames));
    }

    /**
     * Reads a file; the head is passed on before the first page.
     *
     * @throws DamagedDataException when it is not one, or holds other rows
     */
    public static void read(InputStream in, RowType rowType, Consumer<Decoder> head, Consumer<Page> pages)
            throws IOException {
        FrameReader frames = new FrameReader(in);
        if (!frames.advance()) {
            throw new DamagedDataException(0, "a file of rows is empty");
        }
        Decoder body = frames.body(FrameKind.CONTENT);
        head.accept(body);
        body.end();
        PageReader reader = new PageReader(frames, rowType);
        while (reader.advance()) {
            pages.accept(reader.page());
        }
    }
}
