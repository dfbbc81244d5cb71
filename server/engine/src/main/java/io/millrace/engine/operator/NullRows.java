package io.millrace.engine.operator;

import io.millrace.engine.state.ColumnStore;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.math.BigDecimal;
import java.util.Arrays;

/** Makes columns with nulls where a row has no partner: for outer joins and outer UNNEST. */
public final class NullRows {

    private NullRows() {}

    /** A column of {@code rows} nulls. */
    public static Column column(Type type, int rows) {
        long[] nulls = NullMask.allocate(rows);
        Arrays.fill(nulls, -1L);
        return switch (type.layout()) {
            case BOOLEAN -> new BooleanColumn(rows, new boolean[rows], nulls);
            case INT -> new IntColumn(rows, new int[rows], nulls);
            case LONG -> new LongColumn(rows, new long[rows], nulls);
            case DOUBLE -> new DoubleColumn(rows, new double[rows], nulls);
            case BYTES -> new BytesColumn(rows, new byte[0], new int[rows], new int[rows], nulls);
            case DECIMAL -> {
                BigDecimal[] zeros = new BigDecimal[rows];
                Arrays.fill(zeros, BigDecimal.ZERO);
                yield new DecimalColumn(rows, zeros, nulls);
            }
            case ARRAY -> {
                Column none = ColumnBuilder.of(((ArrayType) type).element()).build();
                yield new ArrayColumn(rows, none, new int[rows], new int[rows], nulls);
            }
        };
    }

    /** As {@link ColumnStore#gather}, with nulls where {@code ids[i]} is negative. */
    public static Column gather(ColumnStore source, int[] ids, int count, Type type) {
        int[] present = new int[count];
        int[] places = new int[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            places[i] = ids[i] < 0 ? -1 : found;
            present[found] = ids[i];
            found += ids[i] < 0 ? 0 : 1;
        }
        Column values = source.gather(present, found);
        return found == count ? values : gather(values, places, count, type);
    }

    /** As {@link Column#gather}, with nulls where {@code rows[i]} is negative. */
    public static Column gather(Column source, int[] rows, int count, Type type) {
        boolean anyAbsent = false;
        for (int i = 0; i < count; i++) {
            anyAbsent |= rows[i] < 0;
        }
        if (!anyAbsent) {
            return source.gather(rows, count);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int i = 0; i < count; i++) {
            if (rows[i] < 0) {
                builder.appendNull();
            } else {
                builder.appendFrom(source, rows[i]);
            }
        }
        return builder.build();
    }
}
