package io.millrace.connector.formats.text;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import java.util.List;

/** Parses lines; with no column asked for it only checks and counts them. */
final class TextParser extends LineParser {

    private final SourceColumn line;
    private final ScalarReader reader;

    /**
     * @param line the column of lines
     * @param asked the same, or none
     */
    TextParser(SourceColumn line, List<SourceColumn> asked) {
        super(asked);
        this.line = line;
        this.reader = asked.isEmpty()
                ? ScalarReader.checking(line.field().type())
                : ScalarReader.of(line.field().type(), page.column(0));
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
        int stop = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        try {
            reader.read(buffer, start, stop);
            endRow(buffer, position);
        } catch (BadRecord e) {
            reject(buffer, start, end, position, e, describe(line, buffer, start, stop), rejected);
        }
        return end + 1;
    }
}
