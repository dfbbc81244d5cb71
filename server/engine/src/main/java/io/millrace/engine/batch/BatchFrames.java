package io.millrace.engine.batch;

import io.millrace.codec.DamagedDataException;
import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.FrameKind;
import io.millrace.codec.FrameReader;
import io.millrace.codec.FrameWriter;
import io.millrace.codec.TypeCodec;
import io.millrace.codec.page.PageReader;
import io.millrace.codec.page.PageWriter;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Frames of something that holds rows: first one that tells which rows follow and everything else, then their pages one by one, so
 * that no frame holds more than one page.
 */
final class BatchFrames {

    /** The rows that what is written refers to, by number. */
    static final class RowsOut {
        private final List<TypedPages> all = new ArrayList<>();

        void put(TypedPages rows, Encoder out) {
            out.putCount(all.size());
            all.add(rows);
        }
    }

    /** The rows that were read, by number. */
    static final class RowsIn {
        private final List<TypedPages> all = new ArrayList<>();

        TypedPages take(Decoder in) {
            long number = in.takeCount();
            if (number >= all.size()) {
                throw in.damaged("rows " + number + " are not there");
            }
            return all.get((int) number);
        }
    }

    private BatchFrames() {}

    static void write(FrameKind kind, FrameWriter frames, BiConsumer<Encoder, RowsOut> content) throws IOException {
        Encoder plain = new Encoder();
        RowsOut rows = new RowsOut();
        content.accept(plain, rows);
        Encoder body = frames.body();
        body.clear();
        body.putCount(rows.all.size());
        for (TypedPages typed : rows.all) {
            TypeCodec.put(typed.rowType(), body);
            body.putCount(typed.rows());
        }
        body.putAll(plain);
        frames.write(kind);
        PageWriter pages = new PageWriter(frames);
        for (TypedPages typed : rows.all) {
            for (Page page : typed.pages()) {
                pages.write(page);
            }
        }
    }

    /** Reads what begins with the frame that the reader is at. */
    static <T> T read(FrameKind kind, FrameReader frames, BiFunction<Decoder, RowsIn, T> content) throws IOException {
        Decoder in = frames.body(kind);
        int count = in.takeLength();
        in.claim(count * 64L);
        List<RowType> rowTypes = new ArrayList<>();
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rowTypes.add(TypeCodec.takeRowType(in));
            sizes.add(in.takeCount());
        }
        long offset = in.offset();
        byte[] plain = in.takeBytes(in.remaining());
        RowsIn rows = new RowsIn();
        for (int i = 0; i < count; i++) {
            rows.all.add(new TypedPages(rowTypes.get(i), pages(frames, rowTypes.get(i), sizes.get(i))));
        }
        Decoder rest = new Decoder(plain, 0, plain.length, offset, in.version(), Decoder.DEFAULT_ALLOWANCE);
        T value = content.apply(rest, rows);
        rest.end();
        return value;
    }

    private static List<Page> pages(FrameReader frames, RowType rowType, long rows) throws IOException {
        List<Page> pages = new ArrayList<>();
        PageReader reader = new PageReader(frames, rowType);
        long left = rows;
        while (left > 0) {
            if (!reader.advance() || reader.page().size() == 0 || reader.page().size() > left) {
                throw new DamagedDataException(
                        frames.offset(), left + " rows have to follow here, which are not those that do");
            }
            pages.add(reader.page());
            left -= reader.page().size();
        }
        return pages;
    }
}
