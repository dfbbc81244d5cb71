package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** The fields of a schema as columns that SQL declares; those of which it has no type are left out. */
final class SchemaColumns {

    private static final int MOST_DIGITS = 38;
    private static final ScalarType BYTES = new ScalarType(TypeKind.VARBINARY, Type.MAX_LENGTH, 0);

    /** The records that a field is in: one that holds itself has no type. */
    private final Set<String> open = new HashSet<>();

    static List<SourceColumn> of(Schema schema) {
        return schema.getType() != Schema.Type.RECORD
                ? List.of()
                : new SchemaColumns()
                        .fields(schema).stream()
                                .map(field -> new SourceColumn(field, Optional.empty()))
                                .toList();
    }

    private List<Field> fields(Schema record) {
        List<Field> fields = new ArrayList<>();
        if (open.add(record.getFullName())) {
            for (Schema.Field field : record.getFields()) {
                type(field.schema())
                        .ifPresent(type -> fields.add(
                                new Field(field.name(), type, field.schema().isNullable())));
            }
            open.remove(record.getFullName());
        }
        return fields;
    }

    private Optional<Type> type(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> Optional.of(Type.BOOLEAN);
            case INT, LONG -> Optional.of(whole(schema));
            case FLOAT -> Optional.of(Type.REAL);
            case DOUBLE -> Optional.of(Type.DOUBLE);
            case STRING -> Optional.of(isUuid(schema) ? Type.UUID : Type.VARCHAR);
            case ENUM -> Optional.of(Type.VARCHAR);
            case BYTES, FIXED -> Optional.of(bytes(schema));
            case ARRAY ->
                type(schema.getElementType())
                        .map(element ->
                                new ArrayType(element, schema.getElementType().isNullable()));
            case MAP ->
                type(schema.getValueType())
                        .map(value -> new MapType(
                                Type.VARCHAR, value, schema.getValueType().isNullable()));
            case RECORD ->
                Optional.of(fields(schema)).filter(fields -> !fields.isEmpty()).map(StructType::new);
            case UNION -> {
                List<Schema> others = schema.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .toList();
                yield others.size() == 1 ? type(others.get(0)) : Optional.empty();
            }
            case NULL -> Optional.empty();
        };
    }

    private static boolean isUuid(Schema schema) {
        return schema.getLogicalType() != null
                && schema.getLogicalType().getName().equals("uuid");
    }

    private static int digits(String logical) {
        return logical.endsWith("nanos") ? 9 : logical.endsWith("micros") ? 6 : 3;
    }

    private static Type whole(Schema schema) {
        String logical =
                schema.getLogicalType() == null ? "" : schema.getLogicalType().getName();
        if (logical.equals("date")) {
            return Type.DATE;
        }
        if (logical.startsWith("time-")) {
            return Type.TIME;
        }
        if (logical.startsWith("local-timestamp-")) {
            return new ScalarType(TypeKind.TIMESTAMP, digits(logical), 0);
        }
        if (logical.startsWith("timestamp-")) {
            return new ScalarType(TypeKind.TIMESTAMP_LTZ, digits(logical), 0);
        }
        return schema.getType() == Schema.Type.INT ? Type.INTEGER : Type.BIGINT;
    }

    private static Type bytes(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && decimal.getPrecision() <= MOST_DIGITS) {
            return Type.decimal(decimal.getPrecision(), decimal.getScale());
        }
        return isUuid(schema) ? Type.UUID : BYTES;
    }
}
