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
    ROLE,
    SCHEMA;

    /** Whether what is of that kind is in a schema. */
    public boolean isInSchema() {
        return switch (this) {
            case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, SUBSCRIPTION -> true;
            case FUNCTION, CONNECTION, SECRET, USER, ROLE, SCHEMA -> false;
        };
    }

    /** The words of SQL, such as {@code MATERIALIZED VIEW}. */
    public String sql() {
        return name().replace('_', ' ');
    }
}
