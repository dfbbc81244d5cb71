package io.millrace.spi.data;

import java.sql.Types;

/** The SQL types, each with its SQL name, JDBC type code and memory layout: the one table that all rooms use. */
public enum TypeKind {
    BOOLEAN("BOOLEAN", Types.BOOLEAN, Layout.BOOLEAN),
    TINYINT("TINYINT", Types.TINYINT, Layout.INT),
    SMALLINT("SMALLINT", Types.SMALLINT, Layout.INT),
    INTEGER("INTEGER", Types.INTEGER, Layout.INT),
    BIGINT("BIGINT", Types.BIGINT, Layout.LONG),
    REAL("REAL", Types.REAL, Layout.DOUBLE),
    DOUBLE("DOUBLE", Types.DOUBLE, Layout.DOUBLE),
    /** Layout {@link Layout#LONG} up to 18 digits, {@link Layout#DECIMAL} beyond; see {@link ScalarType#layout()}. */
    DECIMAL("DECIMAL", Types.DECIMAL, Layout.LONG),
    CHAR("CHAR", Types.CHAR, Layout.BYTES),
    VARCHAR("VARCHAR", Types.VARCHAR, Layout.BYTES),
    BINARY("BINARY", Types.BINARY, Layout.BYTES),
    VARBINARY("VARBINARY", Types.VARBINARY, Layout.BYTES),
    /** 16 bytes, which order as in PostgreSQL. */
    UUID("UUID", Types.OTHER, Layout.BYTES),
    DATE("DATE", Types.DATE, Layout.INT),
    TIME("TIME", Types.TIME, Layout.INT),
    /** Wall-clock time without a zone, held as that wall-clock time in UTC, counted as {@link Ticks} says. */
    TIMESTAMP("TIMESTAMP", Types.TIMESTAMP, Layout.LONG),
    /** An instant, shown in the session's zone; counted as {@link Ticks} says. */
    TIMESTAMP_LTZ("TIMESTAMP WITH LOCAL TIME ZONE", Types.TIMESTAMP, Layout.LONG),
    INTERVAL_MONTH("INTERVAL YEAR TO MONTH", Types.OTHER, Layout.INT),
    INTERVAL_DAY("INTERVAL DAY TO SECOND", Types.OTHER, Layout.LONG),
    ARRAY("ARRAY", Types.ARRAY, Layout.ARRAY),
    MULTISET("MULTISET", Types.ARRAY, Layout.ARRAY),
    /** JDBC clients get it as a Struct, and a MAP as a Map; Avatica and others as text in JSON. */
    ROW("ROW", Types.STRUCT, Layout.BYTES),
    MAP("MAP", Types.OTHER, Layout.BYTES),
    /** JDBC clients get it as text in JSON. */
    VARIANT("VARIANT", Types.OTHER, Layout.BYTES);

    private final String sqlName;
    private final int jdbcCode;
    private final Layout layout;

    TypeKind(String sqlName, int jdbcCode, Layout layout) {
        this.sqlName = sqlName;
        this.jdbcCode = jdbcCode;
        this.layout = layout;
    }

    public String sqlName() {
        return sqlName;
    }

    /** The code of {@link java.sql.Types} that JDBC clients see. */
    public int jdbcCode() {
        return jdbcCode;
    }

    Layout layout() {
        return layout;
    }
}
