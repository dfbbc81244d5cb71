package io.millrace.planner.shipped;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Rows of few different values, so that joins and filters find some. The same in every process. */
final class SourceRows {

    static final long START = 1_700_000_000_000L;

    private static final List<String> WORDS = List.of("OR", "ID", "CA", "apple", "https://a/b/c?channel_id=7", "");

    private SourceRows() {}

    /** The rows of a batch; their times lie in it. */
    static Page page(RowType rowType, int batch, int rows, long length) {
        Random random = new Random(batch);
        PageBuilder builder = new PageBuilder(rowType);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < rowType.size(); i++) {
                Field field = rowType.field(i);
                if (field.nullable() && random.nextInt(9) == 0) {
                    builder.column(i).appendNull();
                } else if (field.type().kind() == TypeKind.TIMESTAMP) {
                    long time = START + (batch - 1) * length + random.nextInt((int) length);
                    ((LongColumnBuilder) builder.column(i)).append(time);
                } else {
                    append(builder.column(i), random);
                }
            }
            builder.endRow();
        }
        return builder.build();
    }

    private static void append(ColumnBuilder builder, Random random) {
        int value = random.nextInt(20);
        if (builder instanceof LongColumnBuilder longs) {
            longs.append(value * 123L);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append(value);
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append(value * 0.5);
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append(value % 2 == 0);
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append(BigDecimal.valueOf(value));
        } else if (builder instanceof BytesColumnBuilder bytes) {
            bytes.append(WORDS.get(value % WORDS.size()));
        } else {
            throw new IllegalStateException("no rows for " + builder.getClass());
        }
    }
}
