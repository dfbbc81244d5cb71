package io.millrace.planner.types;

/** A type that Calcite knows and the data model does not; caught where the position is known. */
public final class UnsupportedTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlName;

    UnsupportedTypeException(String sqlName) {
        super("values of type " + sqlName + " are not supported", null, false, false);
        this.sqlName = sqlName;
    }

    /** The type as SQL writes it. */
    public String sqlName() {
        return sqlName;
    }
}
