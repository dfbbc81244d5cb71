package io.millrace.connector.jdbc.replication;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The columns that a table has at some place in the log.
 *
 * @param full whether the row as it was is written there whole
 */
record LogColumns(String table, boolean full, List<LogColumn> columns) {

    /**
     * A column.
     *
     * @param type number of its type
     * @param modifier what goes with the type, such as the digits of a NUMERIC
     */
    record LogColumn(String name, int type, int modifier) {}

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    LogColumns {
        columns = List.copyOf(columns);
    }

    /**
     * Where columns stand in rows.
     *
     * @throws MillraceException when one is not there
     */
    int[] places(List<String> names) {
        return names.stream().mapToInt(this::place).toArray();
    }

    /** That of the column which is written so, else of one that differs in case. */
    private int place(String name) {
        int alike = -1;
        for (int place = 0; place < columns.size(); place++) {
            String other = columns.get(place).name();
            if (other.equals(name)) {
                return place;
            }
            alike = alike < 0 && other.equalsIgnoreCase(name) ? place : alike;
        }
        if (alike >= 0) {
            return alike;
        }
        throw changed("it has no column \"" + name + "\" any more");
    }

    /** What tells whether columns are of the same types at two places in the log: a hash of these. */
    long shape(List<String> names) {
        long hash = OFFSET_BASIS;
        for (int place : places(names)) {
            LogColumn column = columns.get(place);
            String text = column.name() + '|' + column.type() + '|' + column.modifier() + '|';
            for (byte part : text.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ part) * PRIME;
            }
        }
        return hash;
    }

    /**
     * Compares with the columns as they were at first.
     *
     * @throws MillraceException when rows that were read before may not be any more what the table has
     */
    void checkShape(List<String> names, long first) {
        if (shape(names) != first) {
            throw changed("some of the columns that are read (" + String.join(", ", names)
                    + ") are of other types than before");
        }
        if (!full) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "table " + table + " does not log rows as they were any more; DROP the table here and CREATE it"
                            + " again after ALTER TABLE " + table + " REPLICA IDENTITY FULL");
        }
    }

    private MillraceException changed(String fact) {
        return new MillraceException(
                ErrorCode.SOURCE_FAILED,
                "table " + table + " was altered: " + fact + "; what was read before that stays, and nothing is read"
                        + " beyond it: DROP the table here and CREATE it again");
    }
}
