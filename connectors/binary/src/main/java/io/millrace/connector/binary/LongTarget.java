package io.millrace.connector.binary;

import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Takes whole numbers for a column. */
@FunctionalInterface
public interface LongTarget {

    void accept(long value);

    /** Whole numbers as numbers of a type; null when the type has other values. */
    static LongTarget of(ScalarType type, ColumnBuilder column) {
        String name = type.sql();
        return switch (type.kind()) {
            case TINYINT -> ints(Byte.MIN_VALUE, Byte.MAX_VALUE, name, column);
            case SMALLINT -> ints(Short.MIN_VALUE, Short.MAX_VALUE, name, column);
            case INTEGER, DATE -> ints(Integer.MIN_VALUE, Integer.MAX_VALUE, name, column);
            case TIME -> ints(0, 86_399_999, name, column);
            case BIGINT -> longs(column);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamps(type, 1, column);
            case REAL, DOUBLE -> {
                DoubleColumnBuilder doubles = (DoubleColumnBuilder) column;
                boolean real = type.sql().equals("REAL");
                yield doubles == null ? value -> {} : value -> doubles.append(real ? (float) value : (double) value);
            }
            case DECIMAL -> decimals(type, column);
            default -> null;
        };
    }

    /** Counts of which there are so many to the millisecond as timestamps; digits that the type does not have are cut. */
    static LongTarget timestamps(ScalarType type, long perMilli, ColumnBuilder column) {
        LongTarget target = longs(column);
        long wanted = Ticks.perMilli(type);
        long last = Ticks.lastDigit(type.precision());
        if (wanted == perMilli && last == 1) {
            return target;
        }
        if (wanted <= perMilli) {
            long down = perMilli / wanted;
            return value -> {
                long ticks = Math.floorDiv(value, down);
                target.accept(ticks - Math.floorMod(ticks, last));
            };
        }
        long up = wanted / perMilli;
        String name = type.sql();
        return value -> {
            if (value > Long.MAX_VALUE / up || value < Long.MIN_VALUE / up) {
                throw ValueFault.outOfRange(name);
            }
            target.accept(value * up - Math.floorMod(value * up, last));
        };
    }

    /** Unscaled digits of decimals with so many after the point, for a DECIMAL. */
    static LongTarget unscaled(ScalarType type, int scale, ColumnBuilder column) {
        if (scale == type.scale() && type.layout() == Layout.LONG) {
            LongColumnBuilder longs = (LongColumnBuilder) column;
            long bound = BigInteger.TEN.pow(type.precision()).longValueExact();
            return value -> {
                if (value >= bound || value <= -bound) {
                    throw ValueFault.outOfRange(type.sql());
                }
                if (longs != null) {
                    longs.append(value);
                }
            };
        }
        BytesTarget target = BytesTarget.decimal(type, scale, column);
        byte[] digits = new byte[Long.BYTES];
        return value -> {
            for (int i = 0; i < Long.BYTES; i++) {
                digits[i] = (byte) (value >> (Byte.SIZE * (Long.BYTES - 1 - i)));
            }
            target.accept(digits, 0, Long.BYTES);
        };
    }

    private static LongTarget ints(int least, int most, String name, ColumnBuilder column) {
        IntColumnBuilder ints = (IntColumnBuilder) column;
        return value -> {
            if (value < least || value > most) {
                throw ValueFault.outOfRange(name);
            }
            if (ints != null) {
                ints.append((int) value);
            }
        };
    }

    private static LongTarget longs(ColumnBuilder column) {
        LongColumnBuilder longs = (LongColumnBuilder) column;
        return longs == null ? value -> {} : longs::append;
    }

    private static LongTarget decimals(ScalarType type, ColumnBuilder column) {
        String name = type.sql();
        if (type.layout() == Layout.LONG) {
            LongColumnBuilder longs = (LongColumnBuilder) column;
            long factor = BigInteger.TEN.pow(type.scale()).longValueExact();
            long bound = BigInteger.TEN.pow(type.precision() - type.scale()).longValueExact();
            return value -> {
                if (value >= bound || value <= -bound) {
                    throw ValueFault.outOfRange(name);
                }
                if (longs != null) {
                    longs.append(value * factor);
                }
            };
        }
        DecimalColumnBuilder wide = (DecimalColumnBuilder) column;
        return value -> {
            BigDecimal scaled = BigDecimal.valueOf(value).setScale(type.scale());
            if (scaled.precision() > type.precision()) {
                throw ValueFault.outOfRange(name);
            }
            if (wide != null) {
                wide.append(scaled);
            }
        };
    }
}
