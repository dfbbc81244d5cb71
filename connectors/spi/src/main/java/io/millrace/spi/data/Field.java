package io.millrace.spi.data;

/** A named, typed column of a {@link RowType}. */
public record Field(String name, Type type, boolean nullable) {

    @Override
    public String toString() {
        return name + " " + type.sql() + (nullable ? "" : " NOT NULL");
    }
}
