package io.millrace.connector.jdbc.database;

/**
 * A column of the table that a sink writes to, as the database describes it.
 *
 * @param type a code of {@link java.sql.Types}
 * @param size digits of a DECIMAL
 * @param required whether each row must give a value
 * @param generated whether no row may
 */
public record TargetColumn(
        String name, int type, String typeName, int size, int scale, boolean required, boolean generated) {}
