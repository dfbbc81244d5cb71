package io.millrace.connector.binary.avro;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** The schema of rows that are written. */
final class RowSchema {

    private RowSchema() {}

    /** @throws MillraceException when a column has a type or a name that Avro does not have */
    static Schema of(RowType rowType) {
        SchemaBuilder.FieldAssembler<Schema> fields =
                SchemaBuilder.record("row").namespace("io.millrace").fields();
        for (Field field : rowType.fields()) {
            if (!field.name().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + field.name() + "\" has a name that Avro does not allow; give it one of letters,"
                                + " digits and _ with AS");
            }
            fields = fields.name(field.name())
                    .type(nullable(of(field, field.type()), field.nullable()))
                    .noDefault();
        }
        return fields.endRecord();
    }

    private static Schema nullable(Schema schema, boolean nullable) {
        return nullable ? Schema.createUnion(Schema.create(Schema.Type.NULL), schema) : schema;
    }

    private static Schema of(Field field, Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> Schema.create(Schema.Type.BOOLEAN);
            case TINYINT, SMALLINT, INTEGER -> Schema.create(Schema.Type.INT);
            case BIGINT -> Schema.create(Schema.Type.LONG);
            case REAL -> Schema.create(Schema.Type.FLOAT);
            case DOUBLE -> Schema.create(Schema.Type.DOUBLE);
            case DECIMAL ->
                logical(
                        Schema.Type.BYTES,
                        LogicalTypes.decimal(((ScalarType) type).precision(), ((ScalarType) type).scale()));
            case CHAR, VARCHAR -> Schema.create(Schema.Type.STRING);
            case BINARY, VARBINARY -> Schema.create(Schema.Type.BYTES);
            case UUID -> logical(Schema.Type.STRING, LogicalTypes.uuid());
            case DATE -> logical(Schema.Type.INT, LogicalTypes.date());
            case TIME -> logical(Schema.Type.INT, LogicalTypes.timeMillis());
            case TIMESTAMP -> logical(Schema.Type.LONG, wallClock(Ticks.digits(((ScalarType) type).precision())));
            case TIMESTAMP_LTZ -> logical(Schema.Type.LONG, instant(Ticks.digits(((ScalarType) type).precision())));
            case ARRAY -> {
                ArrayType array = (ArrayType) type;
                yield Schema.createArray(nullable(of(field, array.element()), array.elementNullable()));
            }
            case MULTISET, ROW, MAP, VARIANT, INTERVAL_MONTH, INTERVAL_DAY ->
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "column \"" + field.name() + "\": format 'avro' cannot write " + type.sql()
                                + "; convert it in the query");
        };
    }

    private static LogicalType wallClock(int digits) {
        return digits == 9
                ? LogicalTypes.localTimestampNanos()
                : digits == 6 ? LogicalTypes.localTimestampMicros() : LogicalTypes.localTimestampMillis();
    }

    private static LogicalType instant(int digits) {
        return digits == 9
                ? LogicalTypes.timestampNanos()
                : digits == 6 ? LogicalTypes.timestampMicros() : LogicalTypes.timestampMillis();
    }

    private static Schema logical(Schema.Type type, LogicalType logical) {
        return logical.addToSchema(Schema.create(type));
    }
}
