package io.millrace.sql.tree;

/** A kind of object that CREATE makes and DROP removes. */
public enum ObjectKind {
    STREAM,
    TABLE,
    VIEW,
    MATERIALIZED_VIEW,
    SINK,
    FUNCTION,
    CONNECTION,
    SECRET,
    SUBSCRIPTION,
    USER,
    ROLE;

    /** The words of SQL, such as {@code MATERIALIZED VIEW}. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
