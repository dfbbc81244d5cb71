package io.millrace.engine.operator;

import io.millrace.engine.state.RowStore;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.List;

/** Compares the values of one column, none of them null. */
public final class ValueOrder {

    private final RowStore values;

    public ValueOrder(Column column, Type type) {
        int rows = column.size();
        values = new RowStore(List.of(type), Versions.NONE);
        values.add(new Page(rows, new Column[] {column}, null), Rows.all(rows), rows, new int[rows]);
    }

    public int compare(int left, int right) {
        return values.store(0).compareValues(left, right);
    }
}
