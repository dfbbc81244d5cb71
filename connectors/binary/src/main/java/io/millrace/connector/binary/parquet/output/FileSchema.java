package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigInteger;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The columns of rows as those of a file. */
final class FileSchema {

    static final int MOST_INT_DIGITS = 9;
    private static final int UUID_BYTES = 16;

    private FileSchema() {}

    /** @throws MillraceException when a column has a type that Parquet does not have */
    static MessageType of(RowType rowType) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Field field : rowType.fields()) {
            message.addField(of(field.name(), field, field.type(), field.nullable()));
        }
        return message.named("row");
    }

    private static org.apache.parquet.schema.Type of(String name, Field column, Type type, boolean nullable) {
        Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof ArrayType array && array.element() instanceof ScalarType && !array.multiset()) {
            GroupType slot = new GroupType(
                    Repetition.REPEATED, "list", of("element", column, array.element(), array.elementNullable()));
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.listType())
                    .addField(slot)
                    .named(name);
        }
        if (type instanceof ScalarType scalar) {
            return scalar(column, scalar, repetition).named(name);
        }
        throw refused(column, type);
    }

    private static MillraceException refused(Field column, Type type) {
        return new MillraceException(
                ErrorCode.NOT_SUPPORTED,
                "column \"" + column.name() + "\": format 'parquet' cannot write " + type.sql()
                        + "; convert it in the query");
    }

    private static Types.PrimitiveBuilder<PrimitiveType> scalar(Field column, ScalarType type, Repetition repetition) {
        return switch (type.kind()) {
            case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition);
            case TINYINT -> whole(Byte.SIZE, repetition);
            case SMALLINT -> whole(Short.SIZE, repetition);
            case INTEGER -> Types.primitive(PrimitiveTypeName.INT32, repetition);
            case BIGINT -> Types.primitive(PrimitiveTypeName.INT64, repetition);
            case REAL -> Types.primitive(PrimitiveTypeName.FLOAT, repetition);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition);
            case DECIMAL -> decimal(type, repetition);
            case CHAR, VARCHAR ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition).as(LogicalTypeAnnotation.stringType());
            case BINARY, VARBINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition);
            case UUID ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(UUID_BYTES)
                        .as(LogicalTypeAnnotation.uuidType());
            case DATE -> Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.dateType());
            case TIME ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(type.kind() == TypeKind.TIMESTAMP_LTZ, unit(type)));
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP, VARIANT -> throw refused(column, type);
        };
    }

    private static Types.PrimitiveBuilder<PrimitiveType> whole(int bits, Repetition repetition) {
        return Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.intType(bits, true));
    }

    private static Types.PrimitiveBuilder<PrimitiveType> decimal(ScalarType type, Repetition repetition) {
        Types.PrimitiveBuilder<PrimitiveType> builder = type.precision() <= MOST_INT_DIGITS
                ? Types.primitive(PrimitiveTypeName.INT32, repetition)
                : type.precision() <= ScalarType.MAX_LONG_DIGITS
                        ? Types.primitive(PrimitiveTypeName.INT64, repetition)
                        : Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                                .length(decimalBytes(type));
        return builder.as(LogicalTypeAnnotation.decimalType(type.scale(), type.precision()));
    }

    /** How many bytes the digits of a DECIMAL and its sign need. */
    static int decimalBytes(ScalarType type) {
        return BigInteger.TEN.pow(type.precision()).bitLength() / Byte.SIZE + 1;
    }

    private static TimeUnit unit(ScalarType type) {
        int digits = Ticks.digits(type.precision());
        return digits == 9 ? TimeUnit.NANOS : digits == 6 ? TimeUnit.MICROS : TimeUnit.MILLIS;
    }
}
