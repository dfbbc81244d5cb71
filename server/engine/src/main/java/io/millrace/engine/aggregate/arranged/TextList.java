package io.millrace.engine.aggregate.arranged;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** LISTAGG: texts with a separator between them. */
final class TextList implements ArrangedResult {

    private static final int MOST_BYTES = 1 << 30;

    private final byte[] separator;
    private byte[] text = new byte[64];
    private int length;

    TextList(AggregateCall call) {
        Object constant =
                call.arrangement().orElseThrow().constants().get(0).value().orElse("");
        separator = constant.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        BytesColumnBuilder builder = (BytesColumnBuilder) ColumnBuilder.of(Type.VARCHAR);
        for (int i = 0; i < count; i++) {
            int listed = rows.list(groups[i]);
            if (listed == 0) {
                builder.appendNull();
                continue;
            }
            join(rows, (BytesColumn) rows.gather(0, rows.listed(), listed), listed);
            builder.append(text, 0, length);
        }
        return builder.build();
    }

    private void join(OrderedRows rows, BytesColumn values, int listed) {
        length = 0;
        boolean first = true;
        for (int entry = 0; entry < listed; entry++) {
            for (long copy = rows.copies(rows.listed()[entry]); copy > 0; copy--) {
                if (!first) {
                    append(separator, 0, separator.length);
                }
                append(values.data(), values.starts()[entry], values.lengths()[entry]);
                first = false;
            }
        }
    }

    private void append(byte[] bytes, int start, int count) {
        if (length > MOST_BYTES - count) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED, "the result of LISTAGG has more than " + MOST_BYTES + " bytes");
        }
        if (text.length < length + count) {
            text = Arrays.copyOf(text, Math.max(length + count, text.length * 2));
        }
        System.arraycopy(bytes, start, text, length, count);
        length += count;
    }
}
