package io.millrace.connector.formats;

import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The loop over records that end with their line.
 *
 * <p>Formats see only input whose last byte is a line end, so that it stops every search within a record; a last record
 * without one is copied into an array that has it, once per input.
 */
public abstract class LineParser implements RecordParser {

    protected static final byte LINE_END = '\n';
    /** What {@link #record} returns when the record goes on beyond the limit. */
    protected static final int INCOMPLETE = -1;

    private static final int MAX_SHOWN = 80;

    protected final PageBuilder page;
    protected final EscapedText escaped = new EscapedText();
    /** How many rows a page has at least when another record might have no room. */
    private final int full;

    private long[] positions;

    protected LineParser(List<SourceColumn> columns) {
        this(columns, 1);
    }

    /** @param rowsOfRecord the most rows that one record makes */
    protected LineParser(List<SourceColumn> columns, int rowsOfRecord) {
        page = new PageBuilder(
                columns.stream().map(column -> column.field().type()).toList());
        full = Page.MAX_ROWS - rowsOfRecord + 1;
    }

    /**
     * Reads one record into the page, or hands it to {@code rejected}.
     *
     * @param limit index after a line end; nothing beyond may be looked at
     * @param position source position of {@code buffer[start]}
     * @param last whether the input ends at {@code limit}
     * @return the index after the record, or {@link #INCOMPLETE} (never when {@code last})
     */
    protected abstract int record(
            byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected);

    @Override
    public final int parse(byte[] buffer, int start, int end, long position, boolean last, RejectedRows rejected) {
        int limit = ByteScan.lastIndexOf(buffer, LINE_END, start, end) + 1;
        boolean lastHere = last && limit == end;
        int index = start;
        while (index < limit && !isFull()) {
            int next = record(buffer, index, limit, position + (index - start), lastHere, rejected);
            if (next == INCOMPLETE) {
                break;
            }
            index = next;
        }
        if (last && index < end && !isFull()) {
            byte[] tail = Arrays.copyOfRange(buffer, index, end + 1);
            tail[tail.length - 1] = LINE_END;
            return Math.min(end, index + parseTail(tail, position + (index - start), rejected));
        }
        return index;
    }

    private int parseTail(byte[] tail, long position, RejectedRows rejected) {
        int index = 0;
        while (index < tail.length && !isFull()) {
            index = record(tail, index, tail.length, position + index, true, rejected);
        }
        return index;
    }

    /** Ends a good record at {@code position}. */
    protected final void endRow(byte[] buffer, long position) {
        addRow(position, 1);
        endRecord(buffer);
    }

    /** Ends a row of the record at {@code position}, which may have more. */
    protected final void addRow(long position, long weight) {
        if (positions != null) {
            positions[page.size()] = position;
        }
        page.endRow(weight);
    }

    /** Ends a good record whose rows were added. */
    protected final void endRecord(byte[] buffer) {
        if (!escaped.isEmpty()) {
            escaped.commit(buffer);
        }
    }

    /** Drops a record and reports it; {@code end} is the index of its line end. */
    protected final void reject(
            byte[] buffer, int start, int end, long position, BadRecord reason, String prefix, RejectedRows rejected) {
        page.abandonRow();
        escaped.clear();
        int length = end > start && buffer[end - 1] == '\r' ? end - 1 - start : end - start;
        rejected.reject(buffer, start, length, position, reason.code(), prefix + reason.getMessage());
    }

    /** The beginning of a reason: the column and the text of its value. */
    protected static String describe(SourceColumn column, byte[] buffer, int start, int end) {
        int shown = Math.min(end - start, MAX_SHOWN);
        String text = new String(buffer, start, shown, StandardCharsets.UTF_8);
        String cut = shown < end - start ? "…" : "";
        return "column \"" + column.field().name() + "\": \"" + text + cut + "\" ";
    }

    @Override
    public void header(byte[] buffer, int start, int end) {
        throw new IllegalStateException("this format has no header");
    }

    @Override
    public final int rows() {
        return page.size();
    }

    @Override
    public final boolean isFull() {
        return page.size() >= full;
    }

    @Override
    public final void keepPositions() {
        positions = new long[Page.MAX_ROWS];
    }

    @Override
    public final long[] positions() {
        return positions;
    }

    @Override
    public final Page takePage() {
        return page.build();
    }
}
