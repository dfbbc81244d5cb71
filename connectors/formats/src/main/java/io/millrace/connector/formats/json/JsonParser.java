package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import java.util.List;

/** Parses JSON lines into the columns asked for. */
final class JsonParser extends LineParser {

    private final ObjectRow row;

    JsonParser(List<SourceColumn> declared, int[] asked) {
        super(BoundColumns.choose(declared, asked));
        this.row = new ObjectRow(declared, asked, page, escaped);
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        row.begin();
        try {
            int at = JsonScanner.skipBlanks(buffer, start);
            if (buffer[at] == LINE_END) {
                return at + 1;
            }
            if (buffer[at] != '{') {
                throw BadRecord.malformed(
                        "a record must be one JSON object, but begins with " + JsonScanner.shown(buffer[at]));
            }
            at = JsonScanner.skipBlanks(buffer, row.read(buffer, at));
            if (buffer[at] != LINE_END) {
                throw BadRecord.malformed(
                        "expected the end of the line after the object, not " + JsonScanner.shown(buffer[at]));
            }
            endRow(buffer, position);
            return at + 1;
        } catch (BadRecord e) {
            int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
            reject(buffer, start, end, position, e, wrongValue(row, buffer), rejected);
            return end + 1;
        }
    }

    /** The beginning of a reason: which value of which column is wrong, when one is. */
    static String wrongValue(ObjectRow row, byte[] buffer) {
        return row.current() == ObjectRow.NONE
                ? ""
                : describe(row.column(row.current()), buffer, row.valueStart(), row.valueEnd());
    }
}
