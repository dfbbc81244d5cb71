package io.millrace.codec.page;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A page with each layout and each way to pack it, always the same: what golden files hold. */
public final class SamplePage {

    public static final RowType ROW_TYPE = RowType.of(
            new Field("flag", Type.BOOLEAN, true),
            new Field("small", Type.INTEGER, true),
            new Field("wide", Type.INTEGER, true),
            new Field("id", Type.BIGINT, false),
            new Field("at", Type.TIMESTAMP, true),
            new Field("hash", Type.BIGINT, true),
            new Field("only", Type.BIGINT, true),
            new Field("ratio", Type.REAL, true),
            new Field("price", Type.DOUBLE, true),
            new Field("name", Type.VARCHAR, true),
            new Field("word", Type.VARCHAR, true),
            new Field("nothing", Type.VARCHAR, true),
            new Field("amount", Type.decimal(38, 4), true),
            new Field("tags", new ArrayType(Type.VARCHAR, true), true));

    private static final int ROWS = 12;

    private SamplePage() {}

    public static Page create() {
        List<Column> columns = new ArrayList<>();
        for (Field field : ROW_TYPE.fields()) {
            columns.add(field.name().equals("word") ? words() : column(field));
        }
        long[] weights = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            weights[i] = i % 3 == 2 ? -1 : 1;
        }
        return new Page(ROWS, columns.toArray(Column[]::new), weights);
    }

    private static Column column(Field field) {
        ColumnBuilder builder = ColumnBuilder.of(field.type());
        for (int i = 0; i < ROWS; i++) {
            if (field.name().equals("nothing") || (field.nullable() && i % 5 == 3)) {
                builder.appendNull();
            } else {
                append(builder, field.name(), i);
            }
        }
        return builder.build();
    }

    private static void append(ColumnBuilder builder, String name, int i) {
        switch (name) {
            case "flag" -> ((BooleanColumnBuilder) builder).append(i % 2 == 0);
            case "small" -> ((IntColumnBuilder) builder).append(-7 + i);
            case "wide" -> ((IntColumnBuilder) builder).append(i * 300_000_000);
            case "id" -> ((LongColumnBuilder) builder).append(1_000L + i * 400L);
            case "at" -> ((LongColumnBuilder) builder).append(1_700_000_000_000L + i * 86_400_000L);
            case "hash" -> ((LongColumnBuilder) builder).append(i * 0x9E37_79B9_7F4A_7C15L);
            case "only" -> ((LongColumnBuilder) builder).append(42);
            case "ratio" -> ((DoubleColumnBuilder) builder).append((float) (i * 0.1));
            case "price" -> ((DoubleColumnBuilder) builder).append(i * 0.1);
            case "name" -> ((BytesColumnBuilder) builder).append("größe-" + i);
            case "amount" ->
                ((DecimalColumnBuilder) builder)
                        .append(new BigDecimal("-12345678901234567890.1234").scaleByPowerOfTen(i - 4));
            case "tags" -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                for (int element = 0; element < i % 4; element++) {
                    ((BytesColumnBuilder) arrays.elements()).append("t" + element);
                }
                arrays.elements().appendNull();
                arrays.endArray();
            }
            default -> throw new IllegalStateException(name);
        }
    }

    /** Slices that repeat and overlap. */
    private static Column words() {
        byte[] data = "---a long text that rows share parts of---".getBytes(StandardCharsets.UTF_8);
        int[] starts = new int[ROWS];
        int[] lengths = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            starts[i] = 3 + i % 4;
            lengths[i] = 30;
        }
        return new BytesColumn(ROWS, data, starts, lengths, null);
    }
}
