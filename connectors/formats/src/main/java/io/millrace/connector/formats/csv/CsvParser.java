package io.millrace.connector.formats.csv;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.connector.formats.TextReader;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.List;

/**
 * Parses CSV records into the columns asked for. The fields of other columns are checked, so that a record is refused whoever reads
 * it; fields that are no column's are only measured.
 *
 * <p>After a bad value the record is read on to its end, so that a quoted line end in a later field does not begin a new one.
 */
final class CsvParser extends LineParser {

    private static final long LINE_ENDS = ByteScan.repeat(LINE_END);
    private static final String NO_PREFIX = "";

    /** The columns of the record in declared order, and for each where its values go; null where they are only checked. */
    private final List<SourceColumn> columns;

    private final ColumnBuilder[] builders;
    private final ScalarReader[] readers;
    /** The readers of text, null for other columns; and whether plain ASCII need not be looked at: it is good, and nobody asks for it. */
    private final TextReader[] texts;

    private final boolean[] passed;
    private int[] columnOfField;

    private final CsvSyntax syntax;
    private final byte delimiter;
    private final byte quote;
    private final long delimiters;

    /** What was wrong with the first bad value of this record, and how a message about it begins. */
    private BadRecord failure;

    private String failurePrefix;
    /** Whether the field read last was quoted, and whether it has doubled quotes. */
    private boolean quoted;

    private boolean doubled;
    private int contentEnd;
    /** Whether the field read last is ASCII, if it was not quoted. */
    private boolean ascii;

    CsvParser(List<SourceColumn> declared, int[] asked, CsvSyntax syntax) {
        super(BoundColumns.choose(declared, asked));
        this.columns = BoundColumns.ofRecord(declared);
        this.syntax = syntax;
        this.delimiter = syntax.delimiter();
        this.quote = syntax.quote();
        this.delimiters = ByteScan.repeat(delimiter);
        builders = new ColumnBuilder[columns.size()];
        readers = new ScalarReader[columns.size()];
        texts = new TextReader[columns.size()];
        passed = new boolean[columns.size()];
        int[] places = BoundColumns.placesOfRecord(declared, asked);
        for (int i = 0; i < readers.length; i++) {
            Type type = columns.get(i).field().type();
            boolean kept = places[i] != BoundColumns.NOT_ASKED;
            builders[i] = kept ? page.column(places[i]) : null;
            readers[i] = kept ? ScalarReader.of(type, builders[i]) : ScalarReader.checking(type);
            texts[i] = readers[i] instanceof TextReader text ? text : null;
            passed[i] = !kept && columns.get(i).field().nullable() && texts[i] != null && texts[i].takesAnyLength();
        }
        columnOfField = CsvLayout.declared(columns);
    }

    @Override
    public void header(byte[] buffer, int start, int end) {
        columnOfField = CsvLayout.named(CsvLayout.names(buffer, start, end, syntax), columns);
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        if (buffer[start] == LINE_END) {
            return start + 1;
        }
        if (buffer[start] == '\r' && buffer[start + 1] == LINE_END) {
            return start + 2;
        }
        failure = null;
        try {
            int end = fields(buffer, start, limit);
            if (end == limit) {
                if (!last) {
                    page.abandonRow(); // it is read again with what follows
                    escaped.clear();
                    return INCOMPLETE;
                }
                throw unclosed();
            }
            if (failure == null) {
                endRow(buffer, position);
            } else {
                reject(buffer, start, end, position, failure, failurePrefix, rejected);
            }
            return end + 1;
        } catch (BadRecord e) {
            int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
            reject(buffer, start, end, position, e, NO_PREFIX, rejected);
            return end + 1;
        }
    }

    private BadRecord unclosed() {
        return BadRecord.malformed("a quoted field is not closed"
                + (syntax.multiline() ? "" : " on its line; multiline='true' allows line ends in quoted fields"));
    }

    /** Reads the fields of a record; returns the index of its line end, or {@code limit} when a quoted field goes on there. */
    private int fields(byte[] buffer, int start, int limit) {
        int at = start;
        int field = 0;
        while (true) {
            int contentStart = at;
            quoted = buffer[at] == quote;
            doubled = false;
            int end = quoted ? quotedEnd(buffer, at + 1, limit) : plainEnd(buffer, at);
            if (end == limit) {
                return limit;
            }
            int column = field < columnOfField.length ? columnOfField[field] : CsvLayout.NO_COLUMN;
            if (column >= 0 && failure == null && (quoted || !ascii || !passed[column])) {
                value(buffer, quoted ? contentStart + 1 : contentStart, contentEnd, column);
            }
            field++;
            if (buffer[end] == LINE_END) {
                if (field != columnOfField.length && failure == null) {
                    fail(BadRecord.malformed(
                            "the record has " + field + " fields, but " + columnOfField.length + " are expected"));
                }
                return end;
            }
            at = end + 1;
        }
    }

    private void fail(BadRecord reason) {
        failure = reason;
        failurePrefix = NO_PREFIX;
    }

    /** The index of the delimiter or line end after an unquoted field. */
    private int plainEnd(byte[] buffer, int start) {
        int at = start;
        int words = buffer.length - 8;
        long marks = 0;
        long seen = 0;
        while (at <= words) {
            long word = ByteScan.word(buffer, at);
            marks = ByteScan.zeros(word ^ delimiters) | ByteScan.zeros(word ^ LINE_ENDS);
            if (marks != 0) {
                int first = ByteScan.first(marks);
                seen |= word & ((1L << (8 * first)) - 1);
                at += first;
                break;
            }
            seen |= word;
            at += 8;
        }
        while (marks == 0 && buffer[at] != delimiter && buffer[at] != LINE_END) {
            seen |= buffer[at++];
        }
        ascii = (seen & ByteScan.HIGH_BITS) == 0;
        contentEnd = withoutReturn(buffer, start, at);
        return at;
    }

    private static int withoutReturn(byte[] buffer, int start, int end) {
        return end > start && buffer[end] == LINE_END && buffer[end - 1] == '\r' ? end - 1 : end;
    }

    /** The index of the delimiter or line end after a quoted field, or {@code limit} when the quote is not closed. */
    private int quotedEnd(byte[] buffer, int start, int limit) {
        int stop = syntax.multiline() ? limit : ByteScan.indexOf(buffer, LINE_END, start, limit);
        int at = ByteScan.indexOf(buffer, quote, start, stop);
        while (at + 1 < stop && buffer[at + 1] == quote) {
            doubled = true;
            at = ByteScan.indexOf(buffer, quote, at + 2, stop);
        }
        if (at >= stop) {
            if (!syntax.multiline()) {
                throw unclosed();
            }
            return limit;
        }
        contentEnd = at;
        int end = at + 1;
        if (buffer[end] == '\r' && buffer[end + 1] == LINE_END) {
            end++;
        }
        if (buffer[end] != delimiter && buffer[end] != LINE_END) {
            throw BadRecord.malformed("a quoted field is followed by text instead of a delimiter");
        }
        return end;
    }

    private void value(byte[] buffer, int start, int end, int column) {
        try {
            if (!quoted && syntax.isNull(buffer, start, end)) {
                appendNull(column);
            } else if (doubled) {
                unquote(buffer, start, end, column);
            } else if (texts[column] == null) {
                readers[column].read(buffer, start, end);
            } else {
                texts[column].read(buffer, start, end, quoted ? ByteScan.isAscii(buffer, start, end) : ascii);
            }
        } catch (BadRecord e) {
            failure = e;
            failurePrefix = describe(columns.get(column), buffer, start, end);
        }
    }

    private void appendNull(int column) {
        if (!columns.get(column).field().nullable()) {
            throw BadRecord.nullNotAllowed("is NULL, but the column is NOT NULL");
        }
        if (builders[column] != null) {
            builders[column].appendNull();
        }
    }

    private void unquote(byte[] buffer, int start, int end, int column) {
        escaped.begin();
        for (int at = start; at < end; at++) {
            escaped.put(buffer[at]);
            at += buffer[at] == quote ? 1 : 0;
        }
        TextReader text = texts[column];
        if (text != null && text.keepsSlicesOf(buffer)) {
            text.check(escaped.bytes(), escaped.start(), escaped.end(), false);
            text.append(buffer, start, escaped.end() - escaped.start());
            escaped.writeTo(start);
        } else {
            readers[column].read(escaped.bytes(), escaped.start(), escaped.end());
        }
    }
}
