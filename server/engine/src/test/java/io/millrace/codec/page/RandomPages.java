package io.millrace.codec.page;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;

/** Pages of random shape: all layouts, arrays longer than their columns, slices that overlap, repeat and lie apart. */
public final class RandomPages {

    private static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.INTEGER,
            Type.BIGINT,
            Type.DOUBLE,
            Type.VARCHAR,
            Type.VARBINARY,
            Type.decimal(12, 2),
            Type.decimal(38, 4),
            new ArrayType(Type.BIGINT, true),
            new ArrayType(Type.VARCHAR, true),
            new ArrayType(new ArrayType(Type.decimal(30, 2), true), true));

    private final Random random;

    public RandomPages(long seed) {
        this.random = new Random(seed);
    }

    public RowType rowType() {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            fields.add(new Field("c" + fields.size(), TYPES.get(random.nextInt(TYPES.size())), true));
        }
        return new RowType(fields);
    }

    public int size() {
        return switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 + random.nextInt(9);
            case 2 -> 60 + random.nextInt(10);
            default -> 1 + random.nextInt(1_000);
        };
    }

    public Page page(RowType rowType, int size) {
        List<Column> columns = new ArrayList<>();
        rowType.fields().forEach(field -> columns.add(column(field.type(), size)));
        long[] weights = random.nextBoolean() ? null : new long[size + random.nextInt(3)];
        for (int i = 0; weights != null && i < size; i++) {
            weights[i] = random.nextBoolean() ? 1 : random.nextInt(5) == 0 ? Long.MIN_VALUE : -1;
        }
        return new Page(size, columns.toArray(Column[]::new), weights);
    }

    private Column column(Type type, int size) {
        long[] nulls = nulls(size);
        int spare = size + random.nextInt(3);
        return switch (type.layout()) {
            case BOOLEAN -> {
                boolean[] values = new boolean[spare];
                for (int i = 0; i < size; i++) {
                    values[i] = random.nextBoolean() && !NullMask.isNull(nulls, i);
                }
                yield new BooleanColumn(size, values, nulls);
            }
            case INT -> {
                LongSupplier numbers = numbers();
                int[] values = new int[spare];
                for (int i = 0; i < size; i++) {
                    values[i] = NullMask.isNull(nulls, i) ? 0 : (int) numbers.getAsLong();
                }
                yield new IntColumn(size, values, nulls);
            }
            case LONG -> {
                LongSupplier numbers = numbers();
                long[] values = new long[spare];
                for (int i = 0; i < size; i++) {
                    values[i] = NullMask.isNull(nulls, i) ? 0 : numbers.getAsLong();
                }
                yield new LongColumn(size, values, nulls);
            }
            case DOUBLE -> new DoubleColumn(size, doubles(nulls, size, spare), nulls);
            case BYTES -> {
                byte[] data = new byte[random.nextInt(2_000)];
                random.nextBytes(data);
                int[][] slices = slices(size, data.length, nulls);
                yield new BytesColumn(size, data, slices[0], slices[1], nulls);
            }
            case DECIMAL -> new DecimalColumn(size, decimals(nulls, size), nulls);
            case ARRAY -> {
                Column elements = column(((ArrayType) type).element(), random.nextInt(300));
                int[][] slices = slices(size, elements.size(), nulls);
                yield new ArrayColumn(size, elements, slices[0], slices[1], nulls);
            }
        };
    }

    /** Bits behind the last row may be set. */
    private long[] nulls(int size) {
        int kind = random.nextInt(4);
        long[] nulls = kind < 2 ? null : NullMask.allocate(size + random.nextInt(100));
        for (int i = 0; nulls != null && i < nulls.length * Long.SIZE; i++) {
            if (kind == 3 || random.nextInt(3) == 0) {
                NullMask.set(nulls, i);
            }
        }
        return nulls;
    }

    private LongSupplier numbers() {
        long base = random.nextLong();
        long only = random.nextLong();
        return switch (random.nextInt(6)) {
            case 0 -> () -> only;
            case 1 -> () -> base + random.nextInt(256);
            case 2 -> () -> base + random.nextInt(65_536);
            case 3 -> () -> base + random.nextInt();
            case 4 -> () -> random.nextInt(100) - 50;
            default -> random::nextLong;
        };
    }

    private double[] doubles(long[] nulls, int size, int spare) {
        int kind = random.nextInt(3);
        double[] values = new double[spare];
        double[] special = {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.5};
        for (int i = 0; i < size; i++) {
            if (!NullMask.isNull(nulls, i)) {
                values[i] = switch (kind) {
                    case 0 -> -0.0;
                    case 1 -> random.nextFloat();
                    default -> random.nextBoolean() ? random.nextDouble() : special[random.nextInt(special.length)];
                };
            }
        }
        return values;
    }

    private BigDecimal[] decimals(long[] nulls, int size) {
        BigDecimal[] values = new BigDecimal[size];
        for (int i = 0; i < size; i++) {
            BigInteger digits = new BigInteger(random.nextInt(130), random);
            values[i] = NullMask.isNull(nulls, i)
                    ? BigDecimal.ZERO
                    : new BigDecimal(random.nextBoolean() ? digits : digits.negate(), random.nextInt(40) - 10);
        }
        return values;
    }

    /** Starts and lengths of slices of a whole. */
    private int[][] slices(int size, int whole, long[] nulls) {
        int[] starts = new int[size + random.nextInt(3)];
        int[] lengths = new int[size + random.nextInt(3)];
        int kind = random.nextInt(3);
        int most = Math.min(whole, 1 + random.nextInt(60));
        int next = 0;
        for (int i = 0; i < size; i++) {
            int length = most == 0 || NullMask.isNull(nulls, i) ? 0 : random.nextInt(most + 1);
            int start = switch (kind) {
                case 0 -> next + length <= whole ? next : 0;
                case 1 -> 0;
                default -> random.nextInt(whole - length + 1);
            };
            starts[i] = length == 0 && random.nextBoolean() ? 0 : start;
            lengths[i] = length;
            next = start + length;
        }
        return new int[][] {starts, lengths};
    }
}
