package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.source.HeldRejects;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Makes pages of images of rows, until they are handed over. Used by one thread. */
final class ChangedPages {

    private final PageBuilder builder;
    private final List<TextValues> values;
    private final HeldRejects rejects = new HeldRejects();
    private List<Page> pages = new ArrayList<>();
    private boolean anew;
    private long bytes;

    ChangedPages(RowType rowType) {
        builder = new PageBuilder(rowType);
        values = rowType.fields().stream().map(TextValues::new).toList();
    }

    /**
     * Adds a row, or notes why that is not possible. A row that could not be added cannot be taken back either.
     *
     * @param places of the columns in the image
     * @param position of the row, for messages
     */
    void add(RowImage image, int[] places, long weight, long position) {
        try {
            for (int column = 0; column < places.length; column++) {
                values.get(column).read(image, places[column], builder.column(column));
                bytes += Long.BYTES + Math.max(0, image.lengths[places[column]]);
            }
            builder.endRow(weight);
        } catch (UnfitTextException e) {
            builder.abandonRow();
            if (weight > 0) {
                byte[] raw = text(image, places).getBytes(StandardCharsets.UTF_8);
                rejects.reject(raw, 0, raw.length, position, ErrorCode.INVALID_RECORD, e.getMessage());
            }
        }
        if (builder.isFull()) {
            pages.add(builder.build());
        }
    }

    private static String text(RowImage image, int[] places) {
        StringJoiner text = new StringJoiner("|");
        for (int place : places) {
            int length = image.lengths[place];
            text.add(
                    length < 0 ? "null" : new String(image.bytes, image.starts[place], length, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /** All rows that the table had are gone. */
    void clear() {
        builder.truncate(0);
        builder.build();
        pages = new ArrayList<>();
        bytes = 0;
        anew = true;
    }

    boolean isEmpty() {
        return pages.isEmpty() && builder.isEmpty() && !anew && !rejects.isAny();
    }

    /** About how much memory the rows take. */
    long bytes() {
        return bytes;
    }

    /** Whether further rows that cannot be read would only be counted. */
    boolean isFullOfRejects() {
        return rejects.isFull();
    }

    /** Hands all over with the place that is reached with it; nothing is left then. */
    void give(String partition, LogPlace reached, Receiver receiver) {
        if (!builder.isEmpty()) {
            pages.add(builder.build());
        }
        if (anew) {
            receiver.acceptAnew(partition, pages, reached.offset());
        } else {
            receiver.accept(partition, pages, reached.offset());
        }
        pages = new ArrayList<>();
        bytes = 0;
        anew = false;
        rejects.passOn(receiver);
    }
}
