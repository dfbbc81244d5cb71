package io.millrace.planner.typing;

import io.millrace.session.Cell;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Rows of boxed values that are equal when their values are. */
final class Rows {

    private Rows() {}

    static List<Object> values(Page page, int row, RowType rowType) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            Object value = Cell.get(page.column(i), rowType.type(i), row);
            values.add(value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return values;
    }

    static Object boxed(Object value) {
        return value instanceof ByteBuffer bytes ? bytes.array() : value;
    }

    static String text(List<Object> row, RowType rowType) {
        StringJoiner text = new StringJoiner(" ");
        for (int i = 0; i < row.size(); i++) {
            text.add(Value.text(boxed(row.get(i)), rowType.type(i)));
        }
        return text.toString();
    }
}
