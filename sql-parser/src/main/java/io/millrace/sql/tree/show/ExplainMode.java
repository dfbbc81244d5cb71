package io.millrace.sql.tree.show;

/** Which side of a statement EXPLAIN shows. */
public enum ExplainMode {
    /** The graph of DStreams. */
    PLAN("EXPLAIN"),
    /** The graph with the rows, time and state size measured by running it. */
    ANALYZE("EXPLAIN ANALYZE"),
    /** The generated Java. */
    CODEGEN("EXPLAIN CODEGEN"),
    /** What holds event time back, and when the next window fires. */
    WATERMARK("EXPLAIN WATERMARK");

    private final String sql;

    ExplainMode(String sql) {
        this.sql = sql;
    }

    public String sql() {
        return sql;
    }
}
