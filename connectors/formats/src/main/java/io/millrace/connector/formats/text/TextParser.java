package io.millrace.connector.formats.text;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import java.util.List;

/** Parses lines; with no column asked for it only counts them. */
final class TextParser extends LineParser {

    private final List<SourceColumn> columns;
    private final ScalarReader[] readers;

    TextParser(List<SourceColumn> columns) {
        super(columns);
        this.columns = columns;
        readers = new ScalarReader[columns.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = ScalarReader.of(columns.get(i).field().type(), page.column(i));
        }
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
        int stop = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
        try {
            for (ScalarReader reader : readers) {
                reader.read(buffer, start, stop);
            }
            endRow(buffer, position);
        } catch (BadRecord e) {
            reject(buffer, start, end, position, e, describe(columns.get(0), buffer, start, stop), rejected);
        }
        return end + 1;
    }
}
