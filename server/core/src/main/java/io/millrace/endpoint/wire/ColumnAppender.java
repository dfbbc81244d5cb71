package io.millrace.endpoint.wire;

import io.millrace.session.rows.CellWriter;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.MillraceException;

/**
 * Appends given values to a column of a type. Where kind and type go together that is a loop over numbers or bytes; all else takes the way
 * that single values take, through {@link ParameterValues} and {@link CellWriter}, and both ways give the same.
 */
final class ColumnAppender {

    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private final int number;
    private final GivenColumn given;
    private final Field parameter;
    private final Field field;
    private final ColumnBuilder column;

    /** @param number of the parameter, from 1 on */
    ColumnAppender(int number, GivenColumn given, Field parameter, Field field, ColumnBuilder column) {
        this.number = number;
        this.given = given;
        this.parameter = parameter;
        this.field = field;
        this.column = column;
    }

    /** False when a value is none of the column. */
    boolean append(int from, int to) {
        if (!field.nullable() && given.hasNulls(from, to)) {
            return false;
        }
        Type type = field.type();
        try {
            if (!parameter.type().equals(type)) {
                return eachAlone(from, to);
            }
            return switch (given.kind()) {
                case NULL -> nulls(from, to);
                case BOOLEAN -> type.kind() == TypeKind.BOOLEAN ? booleans(from, to) : eachAlone(from, to);
                case INT, LONG -> wholeNumbers(from, to);
                case FLOAT, DOUBLE ->
                    type.kind() == TypeKind.DOUBLE || type.kind() == TypeKind.REAL
                            ? reals(from, to)
                            : eachAlone(from, to);
                case DECIMAL -> isShortDecimal(type) ? decimals(from, to) : eachAlone(from, to);
                case STRING -> type.kind() == TypeKind.VARCHAR ? texts(from, to) : eachAlone(from, to);
                case BYTES -> type.kind() == TypeKind.VARBINARY ? bytes(from, to) : eachAlone(from, to);
                case DATE ->
                    type.kind() == TypeKind.DATE
                            ? ints(from, to, Integer.MIN_VALUE, Integer.MAX_VALUE)
                            : eachAlone(from, to);
                case TIME -> type.kind() == TypeKind.TIME ? ints(from, to, 0, 86_399_999) : eachAlone(from, to);
                case TIMESTAMP -> Ticks.isTimestamp(type) ? timestamps(from, to) : eachAlone(from, to);
                case MIXED -> eachAlone(from, to);
            };
        } catch (MillraceException | ArithmeticException e) {
            return false;
        }
    }

    private static boolean isShortDecimal(Type type) {
        return type.kind() == TypeKind.DECIMAL && ((ScalarType) type).precision() < POWERS_OF_TEN.length;
    }

    private boolean eachAlone(int from, int to) {
        for (int row = from; row < to; row++) {
            Object value = ParameterValues.one(number, given.value(row, number), parameter.type());
            CellWriter.append(column, field, value, "parameter");
        }
        return true;
    }

    private boolean nulls(int from, int to) {
        for (int row = from; row < to; row++) {
            column.appendNull();
        }
        return true;
    }

    private boolean booleans(int from, int to) {
        BooleanColumnBuilder booleans = (BooleanColumnBuilder) column;
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                booleans.appendNull();
            } else {
                booleans.append(given.number(row) != 0);
            }
        }
        return true;
    }

    private boolean wholeNumbers(int from, int to) {
        Type type = field.type();
        return switch (type.kind()) {
            case TINYINT -> ints(from, to, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> ints(from, to, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> ints(from, to, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> longs(from, to);
            case DECIMAL -> isShortDecimal(type) ? decimals(from, to) : eachAlone(from, to);
            default -> eachAlone(from, to);
        };
    }

    private boolean ints(int from, int to, int least, int most) {
        IntColumnBuilder ints = (IntColumnBuilder) column;
        for (int row = from; row < to; row++) {
            long value = given.number(row);
            if (given.isNull(row)) {
                ints.appendNull();
            } else if (value < least || value > most) {
                return false;
            } else {
                ints.append((int) value);
            }
        }
        return true;
    }

    private boolean longs(int from, int to) {
        LongColumnBuilder longs = (LongColumnBuilder) column;
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                longs.appendNull();
            } else {
                longs.append(given.number(row));
            }
        }
        return true;
    }

    private boolean timestamps(int from, int to) {
        LongColumnBuilder longs = (LongColumnBuilder) column;
        int digits = Ticks.digits(((ScalarType) field.type()).precision());
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                longs.appendNull();
            } else {
                longs.append(Ticks.of(given.number(row), 0, digits));
            }
        }
        return true;
    }

    private boolean reals(int from, int to) {
        DoubleColumnBuilder doubles = (DoubleColumnBuilder) column;
        boolean single = field.type().kind() == TypeKind.REAL;
        for (int row = from; row < to; row++) {
            double value = given.real(row);
            double kept = single ? (float) value : value;
            if (given.isNull(row)) {
                doubles.appendNull();
            } else if (Double.isInfinite(kept) && !Double.isInfinite(value)) {
                return false;
            } else {
                doubles.append(kept);
            }
        }
        return true;
    }

    /** Whole numbers and decimals whose digits behind the point the column has. */
    private boolean decimals(int from, int to) {
        LongColumnBuilder longs = (LongColumnBuilder) column;
        ScalarType type = (ScalarType) field.type();
        boolean whole = given.kind() != GivenKind.DECIMAL;
        long least = -POWERS_OF_TEN[type.precision()];
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                longs.appendNull();
                continue;
            }
            int shift = type.scale() - (whole ? 0 : given.scale(row));
            if (shift < 0 || shift >= POWERS_OF_TEN.length || !(whole || given.isSmall(row))) {
                eachAlone(row, row + 1);
                continue;
            }
            long unscaled = whole ? given.number(row) : given.unscaled(row);
            long value = Math.multiplyExact(unscaled, POWERS_OF_TEN[shift]);
            if (value <= least || value >= -least) {
                return false;
            }
            longs.append(value);
        }
        return true;
    }

    private boolean bytes(int from, int to) {
        BytesColumnBuilder bytes = (BytesColumnBuilder) column;
        int most = ((ScalarType) field.type()).precision();
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                bytes.appendNull();
            } else if (given.length(row) > most) {
                return false;
            } else {
                bytes.append(given.data(), given.start(row), given.length(row));
            }
        }
        return true;
    }

    private boolean texts(int from, int to) {
        BytesColumnBuilder bytes = (BytesColumnBuilder) column;
        int most = ((ScalarType) field.type()).precision();
        for (int row = from; row < to; row++) {
            if (given.isNull(row)) {
                bytes.appendNull();
            } else if (isAscii(row)) {
                if (given.length(row) > most) {
                    return false;
                }
                bytes.append(given.data(), given.start(row), given.length(row));
            } else if (!eachAlone(row, row + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAscii(int row) {
        byte[] data = given.data();
        int end = given.start(row) + given.length(row);
        int all = 0;
        for (int i = given.start(row); i < end; i++) {
            all |= data[i];
        }
        return all >= 0;
    }
}
