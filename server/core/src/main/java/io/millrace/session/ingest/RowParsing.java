package io.millrace.session.ingest;

import io.millrace.session.SentRows;
import io.millrace.session.definition.Connectors;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.connector.record.ArrayLines;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Makes rows of records; the first record that is none fails all of them. */
public final class RowParsing {

    private final SentRows sent;
    private final Format format;
    private final Options options;
    private boolean array;
    private MillraceException refusal;

    /** @throws MillraceException when there is no such format, or it has no such options */
    public RowParsing(Connectors connectors, SentRows sent) {
        this.sent = sent;
        this.format = connectors.format(sent.format());
        this.options = Options.check("format '" + format.name() + "'", format.options(), sent.options())
                .within(connectors.reach());
    }

    /** Whether an error says where in the records it is. */
    public boolean placed(MillraceException error) {
        return error == refusal;
    }

    /**
     * Hands the rows over, page by page; may be called again.
     *
     * @throws MillraceException with the place of the first record that cannot be read
     */
    public void parse(RowType rowType, Consumer<Page> pages) {
        List<SourceColumn> columns = rowType.fields().stream()
                .map(field -> new SourceColumn(field, Optional.empty()))
                .toList();
        byte[] bytes = sent.bytes().clone(); // the parser writes into them
        array = format.name().equals("json") && ArrayLines.isArray(bytes);
        if (array) {
            try {
                ArrayLines.write(bytes);
            } catch (ArrayLines.Misplaced e) {
                throw refused(e.code(), e.at(), e.getMessage());
            }
        }
        RecordFormat bound = format.bind(columns, options);
        if (bound.changes()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "format '" + format.name() + "' changes rows, but rows are only added here");
        }
        parse(bound, bytes, columns.size(), pages);
    }

    private void parse(RecordFormat bound, byte[] bytes, int columns, Consumer<Page> pages) {
        RecordParser parser = bound.parser(IntStream.range(0, columns).toArray());
        int at = bound.header() ? header(parser, bytes) : 0;
        while (at < bytes.length) {
            int before = at;
            at = parser.parse(bytes, at, bytes.length, at, true, this::refuse);
            if (refusal != null) {
                throw refusal;
            }
            if (parser.rows() > 0) {
                pages.accept(parser.takePage());
            } else if (at == before) {
                return;
            }
        }
    }

    /** Where the line after the header begins. */
    private static int header(RecordParser parser, byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        parser.header(bytes, 0, end > 0 && bytes[end - 1] == '\r' ? end - 1 : end);
        return Math.min(bytes.length, end + 1);
    }

    private void refuse(byte[] raw, int start, int length, long position, ErrorCode code, String reason) {
        if (refusal == null) {
            refused(code, (int) position, reason);
        }
    }

    private MillraceException refused(ErrorCode code, int at, String reason) {
        byte[] text = sent.bytes();
        int first = at;
        boolean bracket = array && at == 0;
        while (first < text.length && (ArrayLines.isSpace(text[first]) || bracket && text[first] == '[')) {
            bracket &= text[first] != '[';
            first++; // a record begins with its first character
        }
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < Math.min(first, text.length); i++) {
            if (text[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        refusal = new MillraceException(code, new Position(line, first - lineStart + 1), reason);
        return refusal;
    }
}
