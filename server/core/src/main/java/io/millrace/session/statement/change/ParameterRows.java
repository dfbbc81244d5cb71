package io.millrace.session.statement.change;

import io.millrace.session.rows.RowList;
import io.millrace.session.statement.Plans;
import io.millrace.spi.data.Page;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.change.InsertStatement;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of {@code INSERT … VALUES (?, ?, …)}, made without planning a query. */
final class ParameterRows {

    private final InsertTarget target;
    private final int[] columns;
    private final RowList rows;

    /** @param statement one that was checked against the catalog and {@link InsertStatement#isParameterRow} */
    ParameterRows(InsertStatement statement, InsertTarget target) {
        this.target = target;
        this.columns = statement.columns().isEmpty()
                ? IntStream.range(0, target.rowType().size()).toArray()
                : Written.names(statement.columns()).stream()
                        .mapToInt(name -> target.rowType().indexOf(name.text()).orElseThrow())
                        .toArray();
        this.rows = new RowList(target.rowType());
    }

    void add(List<Object> parameters) {
        Plans.checkCount(columns.length, parameters.size());
        Object[] values = new Object[target.rowType().size()];
        for (int i = 0; i < columns.length; i++) {
            values[columns[i]] = parameters.get(i);
        }
        rows.addNamed("parameter", values);
    }

    List<Page> pages() {
        return rows.pages();
    }
}
