package io.millrace.session;

import io.millrace.spi.data.Field;
import java.util.List;

/**
 * A statement that was parsed and planned.
 *
 * @param id names the statement for KILL and cancel; unique in the server
 * @param columns of the result; empty for statements that return an update count
 * @param parameters type and name ({@code ?1}, {@code ?2} …) of each {@code ?}
 */
public record PreparedSql(long id, String sql, Kind kind, List<Field> columns, List<Field> parameters) {

    /** What a client can expect of a statement. */
    public enum Kind {
        /** Rows that end. */
        QUERY,
        /** Rows that do not end by themselves (SELECT STREAM). */
        STREAM,
        /** A count of rows (INSERT, UPDATE, DELETE). */
        UPDATE,
        /** Neither: DDL, SET and the like; update count 0. */
        OTHER
    }
}
