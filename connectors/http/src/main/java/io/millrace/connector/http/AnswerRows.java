package io.millrace.connector.http;

import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.record.ArrayLines;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one answer, and what of it is none. */
final class AnswerRows implements RejectedRows {

    /** Records that are shown; of more only the number matters, and each of them costs memory. */
    private static final int MOST_SHOWN = 10_000;

    private static final int SHOWN_BYTES = 1 << 10;

    private record Refused(byte[] raw, long position, ErrorCode code, String reason) {}

    private final List<Page> pages = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    private AnswerRows() {}

    /**
     * Reads an answer.
     *
     * @param json whether records are objects, which may also be the elements of one array
     * @param body is written into
     * @param columns number of columns of the stream
     */
    static AnswerRows of(RecordFormat format, boolean json, byte[] body, int columns) {
        AnswerRows rows = new AnswerRows();
        if (json && ArrayLines.isArray(body)) {
            try {
                ArrayLines.write(body);
            } catch (ArrayLines.Misplaced e) {
                int at = Math.min(e.at(), body.length);
                rows.reject(body, at, Math.min(SHOWN_BYTES, body.length - at), at, e.code(), e.getMessage());
                return rows;
            }
        }
        rows.parse(format, body, columns);
        return rows;
    }

    private void parse(RecordFormat format, byte[] body, int columns) {
        RecordParser parser = format.parser(IntStream.range(0, columns).toArray());
        int at = format.header() ? header(parser, body) : 0;
        while (at < body.length) {
            int before = at;
            at = parser.parse(body, at, body.length, at, true, this);
            if (parser.rows() > 0) {
                pages.add(parser.takePage());
            } else if (at == before) {
                return;
            }
        }
    }

    /** Where the line after the header begins. */
    private static int header(RecordParser parser, byte[] body) {
        int end = 0;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        parser.header(body, 0, end > 0 && body[end - 1] == '\r' ? end - 1 : end);
        return Math.min(body.length, end + 1);
    }

    @Override
    public void reject(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        if (refused.size() < MOST_SHOWN) {
            refused.add(new Refused(
                    Arrays.copyOfRange(raw, start, start + Math.min(length, SHOWN_BYTES)), position, code, reason));
        }
    }

    List<Page> pages() {
        return pages;
    }

    /** Tells what could not be used, once the rows are taken. */
    void passOn(Receiver receiver) {
        refused.forEach(
                one -> receiver.reject(one.raw(), 0, one.raw().length, one.position(), one.code(), one.reason()));
    }
}
