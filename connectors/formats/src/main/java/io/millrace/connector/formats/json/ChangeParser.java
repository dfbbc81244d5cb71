package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Parses records of Debezium into signed rows: what was before with weight −1, what is after with +1, in this order. A line has a record,
 * or the key of one, then the record or {@code null}.
 *
 * <p>Where the table has a key, a row is taken back with its key only, and a row that comes without one before it replaces the one with
 * its key. Otherwise images have to be whole.
 */
final class ChangeParser extends LineParser {

    private static final int NO_KEY = -1;

    private final boolean keyed;
    private final ChangeEnvelope outer = new ChangeEnvelope(escaped);
    private final ChangeEnvelope inner = new ChangeEnvelope(escaped);
    private final JsonScanner scanner = new JsonScanner();
    private final ObjectRow after;
    private final ObjectRow before;

    ChangeParser(List<SourceColumn> declared, List<Integer> key, int[] asked, DebeziumEncoding encoding) {
        super(BoundColumns.choose(declared, asked), 2);
        Set<SourceColumn> ofKey = key.stream().map(declared::get).collect(Collectors.toSet());
        keyed = !key.isEmpty();
        after = new ObjectRow(declared, asked, page, escaped, encoding, column -> true);
        before = keyed ? new ObjectRow(declared, asked, page, escaped, encoding, ofKey::contains) : after;
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        int rows = page.size();
        before.begin();
        after.begin();
        try {
            int at = JsonScanner.skipBlanks(buffer, start);
            if (buffer[at] != LINE_END) {
                at = line(buffer, at, position);
                endRecord(buffer);
            }
            return at + 1;
        } catch (BadRecord e) {
            page.truncate(rows);
            ObjectRow wrong = before.current() == ObjectRow.NONE ? after : before;
            int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
            reject(buffer, start, end, position, e, JsonParser.wrongValue(wrong, buffer), rejected);
            return end + 1;
        }
    }

    /** Reads what begins at {@code start}; returns the index of the line end. */
    private int line(byte[] buffer, int start, long position) {
        int at = JsonScanner.skipBlanks(buffer, object(buffer, start));
        if (buffer[at] == LINE_END) {
            change(buffer, start, outer, NO_KEY, position);
            return at;
        }
        boolean enveloped = outer.hasPayload() && buffer[outer.payload()] == '{';
        int key = enveloped ? outer.payload() : start;
        int value = at;
        if (buffer[value] == 'n') {
            at = JsonScanner.skipBlanks(buffer, scanner.literal(buffer, value));
            takeBack(buffer, key, position);
        } else {
            at = JsonScanner.skipBlanks(buffer, object(buffer, value));
            change(buffer, value, outer, key, position);
        }
        if (buffer[at] != LINE_END) {
            throw BadRecord.malformed(
                    "expected the end of the line after the object, not " + JsonScanner.shown(buffer[at]));
        }
        return at;
    }

    private int object(byte[] buffer, int at) {
        if (buffer[at] != '{') {
            throw BadRecord.malformed(
                    "a record must be one JSON object, but begins with " + JsonScanner.shown(buffer[at]));
        }
        return outer.read(buffer, at);
    }

    private void change(byte[] buffer, int start, ChangeEnvelope found, int key, long position) {
        if (found.hasOp()) {
            apply(buffer, found, key, position);
        } else if (found.hasPayload() && found != inner) {
            if (buffer[found.payload()] != '{') {
                throw BadRecord.malformed("its \"payload\" must be an object");
            }
            inner.read(buffer, found.payload());
            change(buffer, found.payload(), inner, key, position);
        } else if (!found.isTransaction()) {
            throw BadRecord.malformed(
                    "has no \"op\", which tells what happened to a row; records that are rows themselves"
                            + " are read with format = 'json'");
        }
    }

    private void apply(byte[] buffer, ChangeEnvelope found, int key, long position) {
        switch (found.op(buffer)) {
            case 'c', 'r' -> putIn(buffer, found, position);
            case 'u' -> {
                if (found.hasBefore()) {
                    takeBack(buffer, found.before(), position);
                } else if (!keyed) {
                    throw BadRecord.malformed("changes a row without saying what it was before, which a table without"
                            + " PRIMARY KEY needs");
                }
                putIn(buffer, found, position);
            }
            case 'd' -> {
                if (!found.hasBefore() && key == NO_KEY) {
                    throw BadRecord.malformed("deletes a row without saying which; it has no \"before\"");
                }
                takeBack(buffer, found.hasBefore() ? found.before() : key, position);
            }
            case 'm' -> {} // a message in the log of the database, which is about no row
            case 't' ->
                throw BadRecord.malformed("empties the table, which cannot be followed; drop it and create it again");
            default -> throw BadRecord.malformed("has an unknown \"op\": " + found.opText(buffer));
        }
    }

    private void takeBack(byte[] buffer, int image, long position) {
        row(buffer, before, image, "before");
        addRow(position, -1);
    }

    private void putIn(byte[] buffer, ChangeEnvelope found, long position) {
        if (!found.hasAfter()) {
            throw BadRecord.malformed("has no \"after\", which tells what the row is now");
        }
        row(buffer, after, found.after(), "after");
        addRow(position, 1);
    }

    private static void row(byte[] buffer, ObjectRow row, int image, String name) {
        if (buffer[image] != '{') {
            throw BadRecord.malformed("its \"" + name + "\" must be an object");
        }
        row.read(buffer, image);
    }
}
