package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads JSON objects into the columns asked for. The values of other columns are checked, so that a record is refused whoever reads it;
 * those of other keys are skipped by their structure.
 */
final class ObjectRow extends ObjectWalk {

    /** The columns of the record in declared order, and for each where its values go; null where they are only checked. */
    private final List<SourceColumn> columns;

    private final PageBuilder page;
    private final ColumnBuilder[] builders;
    private final ValueReader[] readers;
    /** For each column, whether plain strings need not be looked at: they are good, and nobody asks for them. */
    private final boolean[] passed;
    /** For each column, whether it must have a value. */
    private final boolean[] needed;
    /** The names of the columns; null for those that are left NULL. */
    private final byte[][] names;

    /** The column whose value is being read, and where that value lies; for messages. */
    private int current = NONE;

    private int valueStart;
    private int valueEnd;
    /** Counts objects; for each column, the last one in which it had a value, and how many columns have one in this object. */
    private long object;

    private final long[] lastFilled;
    private int filled;

    ObjectRow(List<SourceColumn> declared, int[] asked, PageBuilder page, EscapedText escaped) {
        this(declared, asked, page, escaped, ValueEncoding.PLAIN, column -> true);
    }

    /** @param wanted the columns that are read; all others are NULL, whatever the object has */
    ObjectRow(
            List<SourceColumn> declared,
            int[] asked,
            PageBuilder page,
            EscapedText escaped,
            ValueEncoding encoding,
            Predicate<SourceColumn> wanted) {
        super(escaped);
        this.page = page;
        this.columns = BoundColumns.ofRecord(declared);
        int count = columns.size();
        builders = new ColumnBuilder[count];
        readers = new ValueReader[count];
        passed = new boolean[count];
        needed = new boolean[count];
        names = new byte[count][];
        lastFilled = new long[count];
        int[] places = BoundColumns.placesOfRecord(declared, asked);
        for (int i = 0; i < count; i++) {
            SourceColumn column = columns.get(i);
            Type type = column.field().type();
            boolean kept = places[i] != BoundColumns.NOT_ASKED;
            boolean read = wanted.test(column);
            builders[i] = kept ? page.column(places[i]) : null;
            readers[i] = ValueReader.of(type, builders[i], escaped, encoding);
            passed[i] = !kept && readers[i].takesAnyText();
            needed[i] = read && !column.field().nullable();
            names[i] = read ? column.field().name().getBytes(StandardCharsets.UTF_8) : null;
        }
    }

    /** Reads the values of the object at {@code index} into a row that the caller ends; returns the index after the object. */
    int read(byte[] buffer, int index) {
        filled = 0;
        object++;
        current = NONE;
        int end = members(buffer, index);
        if (filled < builders.length) {
            fillMissing();
        }
        return end;
    }

    /** The column whose value is wrong; {@link #NONE} when something else is. */
    int current() {
        return current;
    }

    /** Forgets what was wrong. */
    void begin() {
        current = NONE;
    }

    SourceColumn column(int index) {
        return columns.get(index);
    }

    /** Where the value lies that is wrong. */
    int valueStart() {
        return valueStart;
    }

    int valueEnd() {
        return valueEnd;
    }

    @Override
    protected int named(byte[] bytes, int start, int end) {
        for (int column = 0; column < names.length; column++) {
            byte[] name = names[column];
            if (name != null && name.length == end - start && sameIgnoringCase(name, bytes, start)) {
                return column;
            }
        }
        return NONE;
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

    @Override
    protected int value(byte[] buffer, int index, int column) {
        if (column == NONE) {
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
                current = NONE;
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
        } else if (needed[column]) {
            throw BadRecord.nullNotAllowed("is not allowed: the column is NOT NULL");
        } else if (builders[column] != null) {
            builders[column].appendNull();
        }
        current = NONE;
        return end;
    }

    /** Begins a value; of a column that comes twice only the last one is kept. */
    private void begin(int column) {
        if (lastFilled[column] != object) {
            filled++;
            lastFilled[column] = object;
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
            if (lastFilled[column] == object) {
                continue;
            }
            if (needed[column]) {
                String name = columns.get(column).field().name();
                throw BadRecord.nullNotAllowed("column \"" + name + "\" has no value, but is NOT NULL");
            }
            if (builders[column] != null) {
                builders[column].appendNull();
            }
        }
    }
}
