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
            values.add(comparable(value));
        }
        return values;
    }

    private static Object comparable(Object value) {
        if (value instanceof List<?> elements) {
            List<Object> comparable = new ArrayList<>();
            elements.forEach(element -> comparable.add(comparable(element)));
            return comparable;
        }
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    static Object boxed(Object value) {
        if (value instanceof List<?> elements) {
            List<Object> boxed = new ArrayList<>();
            elements.forEach(element -> boxed.add(boxed(element)));
            return boxed;
        }
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
