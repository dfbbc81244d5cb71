package io.millrace.spi.data;

/** A SQL type without nullability; nullability belongs to {@link Field}. Immutable, compared by value. */
public sealed interface Type permits ScalarType, ArrayType, StructType, MapType, VariantType {

    int MAX_LENGTH = Integer.MAX_VALUE;

    Type BOOLEAN = new ScalarType(TypeKind.BOOLEAN, 0, 0);
    Type TINYINT = new ScalarType(TypeKind.TINYINT, 3, 0);
    Type SMALLINT = new ScalarType(TypeKind.SMALLINT, 5, 0);
    Type INTEGER = new ScalarType(TypeKind.INTEGER, 10, 0);
    Type BIGINT = new ScalarType(TypeKind.BIGINT, 19, 0);
    Type REAL = new ScalarType(TypeKind.REAL, 7, 0);
    Type DOUBLE = new ScalarType(TypeKind.DOUBLE, 15, 0);
    Type VARCHAR = new ScalarType(TypeKind.VARCHAR, MAX_LENGTH, 0);
    Type VARBINARY = new ScalarType(TypeKind.VARBINARY, MAX_LENGTH, 0);
    Type UUID = new ScalarType(TypeKind.UUID, 16, 0);
    Type VARIANT = new VariantType();
    Type DATE = new ScalarType(TypeKind.DATE, 10, 0);
    Type TIME = new ScalarType(TypeKind.TIME, 3, 0);
    Type TIMESTAMP = new ScalarType(TypeKind.TIMESTAMP, 3, 0);
    Type TIMESTAMP_LTZ = new ScalarType(TypeKind.TIMESTAMP_LTZ, 3, 0);
    Type INTERVAL_MONTH = new ScalarType(TypeKind.INTERVAL_MONTH, 9, 0);
    Type INTERVAL_DAY = new ScalarType(TypeKind.INTERVAL_DAY, 9, 3);

    /** A DECIMAL of {@code precision} digits, {@code scale} of them after the point. */
    static Type decimal(int precision, int scale) {
        return new ScalarType(TypeKind.DECIMAL, precision, scale);
    }

    /** A VARCHAR of at most {@code length} characters. */
    static Type varchar(int length) {
        return new ScalarType(TypeKind.VARCHAR, length, 0);
    }

    TypeKind kind();

    Layout layout();

    /** The type as SQL writes it, for example {@code DECIMAL(10, 2)} or {@code VARCHAR ARRAY}. */
    String sql();
}
