package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.ByteScan;
import io.millrace.connector.formats.LineParser;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Parses JSON lines into the columns asked for. The values of other columns are checked, so that a record is refused whoever reads it;
 * those of other keys are skipped by their structure.
 */
final class JsonParser extends LineParser {

    private static final int NO_COLUMN = -1;

    /** The columns of the record in declared order, and for each where its values go; null where they are only checked. */
    private final List<SourceColumn> columns;

    private final ColumnBuilder[] builders;
    private final ValueReader[] readers;
    /** For each column, whether plain strings need not be looked at: they are good, and nobody asks for them. */
    private final boolean[] passed;

    private final byte[][] names;
    private final KeyOrder keys = new KeyOrder();
    private final JsonScanner scanner = new JsonScanner();

    /** The column whose value is being read, and where that value lies; for messages. */
    private int current;

    private int valueStart;
    private int valueEnd;
    /** Counts records; for each column, the last one in which it had a value, and how many columns have one in this record. */
    private long record;

    private final long[] lastFilled;
    private int filled;

    JsonParser(List<SourceColumn> declared, int[] asked) {
        super(BoundColumns.choose(declared, asked));
        this.columns = BoundColumns.ofRecord(declared);
        int count = columns.size();
        builders = new ColumnBuilder[count];
        readers = new ValueReader[count];
        passed = new boolean[count];
        names = new byte[count][];
        lastFilled = new long[count];
        int[] places = BoundColumns.placesOfRecord(declared, asked);
        for (int i = 0; i < count; i++) {
            Type type = columns.get(i).field().type();
            boolean kept = places[i] != BoundColumns.NOT_ASKED;
            builders[i] = kept ? page.column(places[i]) : null;
            readers[i] = kept ? ValueReader.of(type, builders[i], escaped) : ValueReader.checking(type, escaped);
            passed[i] = !kept && readers[i].takesAnyText();
            names[i] = columns.get(i).field().name().getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    protected int record(byte[] buffer, int start, int limit, long position, boolean last, RejectedRows rejected) {
        current = NO_COLUMN;
        filled = 0;
        record++;
        try {
            int at = JsonScanner.skipBlanks(buffer, start);
            if (buffer[at] == LINE_END) {
                return at + 1;
            }
            at = JsonScanner.skipBlanks(buffer, object(buffer, at));
            if (buffer[at] != LINE_END) {
                throw BadRecord.malformed("expected the end of the line after the object, not " + shown(buffer, at));
            }
            if (filled < builders.length) {
                fillMissing();
            }
            endRow(buffer, position);
            return at + 1;
        } catch (BadRecord e) {
            String prefix = current == NO_COLUMN ? "" : describe(columns.get(current), buffer, valueStart, valueEnd);
            int end = ByteScan.indexOf(buffer, LINE_END, start, limit);
            reject(buffer, start, end, position, e, prefix, rejected);
            return end + 1;
        }
    }

    private static String shown(byte[] buffer, int at) {
        return JsonScanner.shown(buffer[at]);
    }

    /** Reads the object at {@code index}; returns the index after it. */
    private int object(byte[] buffer, int index) {
        if (buffer[index] != '{') {
            throw BadRecord.malformed("a record must be one JSON object, but begins with " + shown(buffer, index));
        }
        int at = JsonScanner.skipBlanks(buffer, index + 1);
        if (buffer[at] == '}') {
            return at + 1;
        }
        for (int place = 0; ; place++) {
            int column;
            int value = keys.match(place, buffer, at);
            if (value != KeyOrder.OTHER) {
                column = keys.column(place);
            } else {
                int end = keyEnd(buffer, at);
                value = afterColon(buffer, end + 1);
                column = columnOf(buffer, at + 1, end);
                keys.learn(place, buffer, at, value, column);
            }
            at = value(buffer, JsonScanner.skipBlanks(buffer, value), column);
            byte next = buffer[at];
            if (next != ',' && next != '}') {
                at = JsonScanner.skipBlanks(buffer, at);
                next = buffer[at];
            }
            if (next == '}') {
                return at + 1;
            }
            if (next != ',') {
                throw BadRecord.malformed("expected ',' or '}' after a value, not " + shown(buffer, at));
            }
            at = buffer[at + 1] == '"' ? at + 1 : JsonScanner.skipBlanks(buffer, at + 1);
        }
    }

    /** The index of the quote that ends the key at {@code index}. */
    private int keyEnd(byte[] buffer, int index) {
        if (buffer[index] != '"') {
            throw BadRecord.malformed("expected a key in double quotes, not " + shown(buffer, index));
        }
        return scanner.string(buffer, index + 1);
    }

    private static int afterColon(byte[] buffer, int index) {
        int at = JsonScanner.skipBlanks(buffer, index);
        if (buffer[at] != ':') {
            throw BadRecord.malformed("expected ':' after a key, not " + shown(buffer, at));
        }
        return at + 1;
    }

    private int columnOf(byte[] buffer, int start, int end) {
        if (scanner.escaped()) {
            JsonEscapes.resolve(buffer, start, end, escaped);
            return columnNamed(escaped.bytes(), escaped.start(), escaped.end());
        }
        return columnNamed(buffer, start, end);
    }

    private int columnNamed(byte[] bytes, int start, int end) {
        for (int column = 0; column < names.length; column++) {
            if (names[column].length == end - start && sameIgnoringCase(names[column], bytes, start)) {
                return column;
            }
        }
        return NO_COLUMN;
    }

    private static boolean sameIgnoringCase(byte[] name, byte[] bytes, int start) {
        for (int i = 0; i < name.length; i++) {
            byte a = name[i];
            byte b = bytes[start + i];
            boolean letters = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
            if (a != b && !(letters && (a | 0x20) == (b | 0x20))) {
                return false;
            }
        }
        return true;
    }

    /** Reads or skips the value at {@code index}; returns the index after it. */
    private int value(byte[] buffer, int index, int column) {
        if (column == NO_COLUMN) {
            return scanner.value(buffer, index);
        }
        begin(column);
        ValueReader reader = readers[column];
        byte first = buffer[index];
        if (first == '"') {
            int end = scanner.string(buffer, index + 1);
            if (!passed[column] || !scanner.plain()) {
                at(column, index + 1, end);
                reader.string(buffer, index + 1, end, scanner);
                current = NO_COLUMN;
            }
            return end + 1;
        }
        boolean nested = first == '{' || first == '[';
        int end = nested ? scanner.nested(buffer, index) : scanner.literal(buffer, index);
        at(column, index, end);
        if (nested) {
            reader.nested(buffer, index, end);
        } else if (first != 'n') {
            reader.literal(buffer, index, end);
        } else if (!columns.get(column).field().nullable()) {
            throw BadRecord.nullNotAllowed("is not allowed: the column is NOT NULL");
        } else if (builders[column] != null) {
            builders[column].appendNull();
        }
        current = NO_COLUMN;
        return end;
    }

    /** Begins a value; of a column that comes twice only the last one is kept. */
    private void begin(int column) {
        if (lastFilled[column] != record) {
            filled++;
            lastFilled[column] = record;
        } else if (builders[column] != null) {
            builders[column].truncate(page.size());
        }
    }

    private void at(int column, int start, int end) {
        current = column;
        valueStart = start;
        valueEnd = end;
    }

    private void fillMissing() {
        for (int column = 0; column < builders.length; column++) {
            if (lastFilled[column] == record) {
                continue;
            }
            if (!columns.get(column).field().nullable()) {
                String name = columns.get(column).field().name();
                throw BadRecord.nullNotAllowed("column \"" + name + "\" has no value, but is NOT NULL");
            }
            if (builders[column] != null) {
                builders[column].appendNull();
            }
        }
    }
}
