package io.millrace.connector.formats.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Utf8;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes lines apart; empty ones are skipped. RE2/J matches whole arrays only, so that each line is copied into one. */
final class RegexLineParser extends LineParser {

    private final List<SourceColumn> columns;
    private final int[] groups;
    private final ColumnBuilder[] builders;
    private final ScalarReader[] readers;
    private final byte[] nullText;
    private final Matcher matcher;

    RegexLineParser(List<SourceColumn> columns, int[] asked, Pattern pattern, int[] groups, Optional<String> nullText) {
        super(BoundColumns.choose(columns, asked));
        this.columns = BoundColumns.ofRecord(columns);
        this.groups = groups;
        this.nullText =
                nullText.map(text -> text.getBytes(StandardCharsets.UTF_8)).orElse(null);
        this.matcher = pattern.matcher(new byte[0]);
        int[] places = BoundColumns.placesOfRecord(columns, asked);
        this.builders = new ColumnBuilder[places.length];
        this.readers = new ScalarReader[places.length];
        for (int i = 0; i < places.length; i++) {
            boolean kept = places[i] != BoundColumns.NOT_ASKED;
            builders[i] = kept ? page.column(places[i]) : null;
            readers[i] = kept
                    ? ScalarReader.of(this.columns.get(i).field().type(), builders[i])
                    : ScalarReader.checking(this.columns.get(i).field().type());
        }
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
        int stop = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        if (stop > start) {
            int column = -1;
            try {
                match(Arrays.copyOfRange(buffer, start, stop));
                for (column = 0; column < groups.length; column++) {
                    value(buffer, start, column);
                }
                endRow(buffer, position);
            } catch (BadRecord e) {
                String prefix = column < 0 ? "" : prefix(buffer, start, column);
                reject(buffer, start, end, position, e, prefix, rejected);
            }
        }
        return end + 1;
    }

    private void match(byte[] line) {
        if (!Utf8.isValid(line, 0, line.length)) {
            throw new BadRecord(ErrorCode.INVALID_ENCODING, "the line is not valid UTF-8");
        }
        if (!matcher.reset(line).matches()) {
            throw BadRecord.malformed("the line does not match the option 'regex'");
        }
    }

    private void value(byte[] buffer, int start, int column) {
        int from = matcher.start(groups[column]);
        int to = matcher.end(groups[column]);
        if (from >= 0 && !isNull(buffer, start + from, start + to)) {
            readers[column].read(buffer, start + from, start + to);
        } else if (!columns.get(column).field().nullable()) {
            throw BadRecord.nullNotAllowed("is NULL, but the column is NOT NULL");
        } else if (builders[column] != null) {
            builders[column].appendNull();
        }
    }

    private boolean isNull(byte[] buffer, int from, int to) {
        return nullText != null && Arrays.equals(buffer, from, to, nullText, 0, nullText.length);
    }

    private String prefix(byte[] buffer, int start, int column) {
        int from = matcher.start(groups[column]);
        return from < 0
                ? "column \"" + columns.get(column).field().name() + "\" "
                : describe(columns.get(column), buffer, start + from, start + matcher.end(groups[column]));
    }
}
