package io.millrace.sql.tree.query;

/** When results of a continuous query are let out. */
public enum EmitMode {
    /** At every batch, as changes; also written {@code EMIT CHANGES}. */
    ON_UPDATE("ON UPDATE"),
    /** Once per window, when it closes; also written {@code EMIT FINAL}. */
    ON_WINDOW_CLOSE("ON WINDOW CLOSE");

    private final String sql;

    EmitMode(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }
}
