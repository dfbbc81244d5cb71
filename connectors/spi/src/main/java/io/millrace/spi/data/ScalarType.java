package io.millrace.spi.data;

/**
 * A type of one value.
 *
 * @param precision digits of numbers, characters or bytes of strings ({@link Type#MAX_LENGTH} when unbounded), fractional
 *     second digits of times
 * @param scale digits after the point of a DECIMAL, else 0
 */
public record ScalarType(TypeKind kind, int precision, int scale) implements Type {

    /** The most digits of a DECIMAL that fit a {@code long}. */
    public static final int MAX_LONG_DIGITS = 18;

    @Override
    public Layout layout() {
        return kind == TypeKind.DECIMAL && precision > MAX_LONG_DIGITS ? Layout.DECIMAL : kind.layout();
    }

    @Override
    public String sql() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                precision == MAX_LENGTH ? kind.sqlName() : kind.sqlName() + "(" + precision + ")";
            case TIMESTAMP -> "TIMESTAMP(" + precision + ")";
            case TIMESTAMP_LTZ -> "TIMESTAMP(" + precision + ") WITH LOCAL TIME ZONE";
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    UUID,
                    DATE,
                    TIME,
                    INTERVAL_MONTH,
                    INTERVAL_DAY -> kind.sqlName();
            case ARRAY, MULTISET, ROW, MAP, VARIANT -> throw new IllegalStateException(kind + " is not a scalar type");
        };
    }

    @Override
    public String toString() {
        return sql();
    }
}
