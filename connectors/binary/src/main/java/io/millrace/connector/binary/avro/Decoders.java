package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.BytesTarget;
import io.millrace.connector.binary.LongTarget;
import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Chooses how values of a schema become values of a column's type. */
final class Decoders {

    private static final long MICROS = 1_000;
    private static final long NANOS = 1_000_000;

    /** The column, for messages. */
    private final String name;

    Decoders(String name) {
        this.name = name;
    }

    /**
     * Values of a schema.
     *
     * @param column where they go; null where they are only checked
     * @throws MillraceException when they are no values of the type
     */
    ValueDecoder of(Schema schema, Type type, boolean nullable, ColumnBuilder column) {
        if (schema.getType() == Schema.Type.UNION) {
            List<ValueDecoder> branches = schema.getTypes().stream()
                    .map(branch -> of(branch, type, nullable, column))
                    .toList();
            return new UnionDecoder(branches.toArray(ValueDecoder[]::new));
        }
        if (schema.getType() == Schema.Type.NULL) {
            return in -> {
                if (!nullable) {
                    throw ValueFault.nullNotAllowed();
                }
                if (column != null) {
                    column.appendNull();
                }
            };
        }
        ValueDecoder decoder = switch (type.kind()) {
            case ARRAY -> array(schema, (ArrayType) type, (ArrayColumnBuilder) column);
            case ROW -> row(schema, (StructType) type, (BytesColumnBuilder) column);
            case MAP -> map(schema, (MapType) type, (BytesColumnBuilder) column);
            case MULTISET, VARIANT, INTERVAL_DAY, INTERVAL_MONTH -> null;
            default -> scalar(schema, (ScalarType) type, column);
        };
        if (decoder == null) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + name + "\": Avro has " + described(schema) + " for it, which is no " + type.sql());
        }
        return decoder;
    }

    private static String described(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return schema.getType().getName() + (logical == null ? "" : " (" + logical.getName() + ")");
    }

    private ValueDecoder array(Schema schema, ArrayType type, ArrayColumnBuilder column) {
        if (schema.getType() != Schema.Type.ARRAY) {
            return null;
        }
        ColumnBuilder elements = column == null ? null : column.elements();
        return new ArrayDecoder(of(schema.getElementType(), type.element(), type.elementNullable(), elements), column);
    }

    private ValueDecoder row(Schema schema, StructType type, BytesColumnBuilder column) {
        return schema.getType() == Schema.Type.RECORD ? new RowDecoder(this, schema, type, column) : null;
    }

    private ValueDecoder map(Schema schema, MapType type, BytesColumnBuilder column) {
        boolean text = type.key().kind() == TypeKind.VARCHAR;
        return schema.getType() == Schema.Type.MAP && text ? new MapDecoder(this, schema, type, column) : null;
    }

    private static ValueDecoder scalar(Schema schema, ScalarType type, ColumnBuilder column) {
        return switch (schema.getType()) {
            case INT, LONG -> number(schema, type, column);
            case FLOAT -> floats(floating(type, column));
            case DOUBLE -> doubles(floating(type, column));
            case BOOLEAN -> bool(type, column);
            case STRING, BYTES -> {
                BytesTarget target = bytes(schema, type, column);
                yield target == null
                        ? null
                        : in -> {
                            int length = length(in);
                            target.accept(in.bytes(), in.take(length), length);
                        };
            }
            case FIXED -> {
                BytesTarget target = bytes(schema, type, column);
                int size = schema.getFixedSize();
                yield target == null ? null : in -> target.accept(in.bytes(), in.take(size), size);
            }
            case ENUM -> symbols(schema, type, column);
            case RECORD, ARRAY, MAP, UNION, NULL -> null;
        };
    }

    static int length(AvroInput in) {
        long length = in.readLong();
        if (length < 0 || length > in.left()) {
            throw ValueFault.damaged();
        }
        return (int) length;
    }

    private static ValueDecoder number(Schema schema, ScalarType type, ColumnBuilder column) {
        LogicalType logical = schema.getLogicalType();
        String kind = logical == null ? "" : logical.getName();
        boolean fits = switch (type.kind()) {
            case DATE -> kind.equals("date");
            case TIME -> kind.startsWith("time-");
            case TIMESTAMP, TIMESTAMP_LTZ -> kind.contains("timestamp-");
            default -> true;
        };
        LongTarget target = fits ? LongTarget.of(type, column) : null;
        if (target == null) {
            return null;
        }
        long counted = kind.endsWith("micros") ? MICROS : kind.endsWith("nanos") ? NANOS : 1;
        if (Ticks.isTimestamp(type)) {
            LongTarget stamps = LongTarget.timestamps(type, counted, column);
            return in -> stamps.accept(in.readLong());
        }
        long unit = type.kind() == TypeKind.TIME ? counted : 1;
        return unit == 1 ? in -> target.accept(in.readLong()) : in -> target.accept(Math.floorDiv(in.readLong(), unit));
    }

    /** Takes fractions for a column. */
    private interface DoubleTarget {
        void accept(double value);
    }

    private static DoubleTarget floating(ScalarType type, ColumnBuilder column) {
        if (type.kind() != TypeKind.DOUBLE && type.kind() != TypeKind.REAL) {
            return null;
        }
        DoubleColumnBuilder doubles = (DoubleColumnBuilder) column;
        boolean real = type.kind() == TypeKind.REAL;
        return doubles == null ? value -> {} : value -> doubles.append(real ? (float) value : value);
    }

    private static ValueDecoder floats(DoubleTarget target) {
        return target == null ? null : in -> target.accept(in.readFloat());
    }

    private static ValueDecoder doubles(DoubleTarget target) {
        return target == null ? null : in -> target.accept(in.readDouble());
    }

    private static ValueDecoder bool(ScalarType type, ColumnBuilder column) {
        if (type.kind() != TypeKind.BOOLEAN) {
            return null;
        }
        BooleanColumnBuilder values = (BooleanColumnBuilder) column;
        return in -> {
            boolean value = in.readBoolean();
            if (values != null) {
                values.append(value);
            }
        };
    }

    private static BytesTarget bytes(Schema schema, ScalarType type, ColumnBuilder column) {
        boolean text = schema.getType() == Schema.Type.STRING;
        return switch (type.kind()) {
            case CHAR, VARCHAR -> text ? BytesTarget.text(type, column) : null;
            case BINARY, VARBINARY -> text ? null : BytesTarget.binary(type, column);
            case UUID -> BytesTarget.uuid(column, text);
            case DECIMAL ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? BytesTarget.decimal(type, decimal.getScale(), column)
                        : null;
            default -> null;
        };
    }

    private static ValueDecoder symbols(Schema schema, ScalarType type, ColumnBuilder column) {
        if (type.kind() != TypeKind.VARCHAR && type.kind() != TypeKind.CHAR) {
            return null;
        }
        BytesTarget target = BytesTarget.text(type, column);
        byte[][] symbols = schema.getEnumSymbols().stream()
                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return in -> {
            long symbol = in.readLong();
            if (symbol < 0 || symbol >= symbols.length) {
                throw ValueFault.damaged();
            }
            target.accept(symbols[(int) symbol], 0, symbols[(int) symbol].length);
        };
    }
}
