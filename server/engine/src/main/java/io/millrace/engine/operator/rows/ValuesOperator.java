package io.millrace.engine.operator.rows;

import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;

/** Emits constant rows in the first batch, on partition 0 only. */
public final class ValuesOperator implements Operator {

    private final Values node;
    private final OperatorContext context;
    private final StateNumber emitted = new StateNumber(0);

    public ValuesOperator(Values node, OperatorContext context) {
        this.node = node;
        this.context = context;
    }

    @Override
    public void process(int input, Page delta, Output output) {
        throw new IllegalStateException("VALUES has no input");
    }

    @Override
    public void finish(Output output) {
        if (emitted.get() != 0 || context.partition() != 0) {
            return;
        }
        emitted.set(1);
        PageBuilder builder = new PageBuilder(node.rowType());
        for (List<Literal> row : node.rows()) {
            for (int i = 0; i < row.size(); i++) {
                append(builder.column(i), row.get(i).value().orElse(null));
            }
            builder.endRow();
            if (builder.isFull()) {
                output.emit(builder.build());
            }
        }
        if (!builder.isEmpty()) {
            output.emit(builder.build());
        }
    }

    /** Appends the value of a literal, null for NULL. */
    public static void append(ColumnBuilder builder, Object value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append((Boolean) value);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append(((Number) value).intValue());
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(((Number) value).longValue());
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append(((Number) value).doubleValue());
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append((BigDecimal) value);
        } else if (builder instanceof BytesColumnBuilder bytes) {
            appendBytes(bytes, value);
        } else {
            ArrayColumnBuilder array = (ArrayColumnBuilder) builder;
            for (Object element : (List<?>) value) {
                append(array.elements(), element);
            }
            array.endArray();
        }
    }

    private static void appendBytes(BytesColumnBuilder builder, Object value) {
        if (value instanceof String text) {
            builder.append(text);
        } else {
            byte[] bytes = new byte[((ByteBuffer) value).remaining()];
            ((ByteBuffer) value).duplicate().get(bytes);
            builder.append(bytes);
        }
    }

    @Override
    public StateContainer state() {
        return emitted;
    }

    @Override
    public long stateRows() {
        return 0;
    }

    @Override
    public long stateBytes() {
        return 0;
    }
}
