package io.millrace.catalog;

import io.millrace.spi.data.RowType;
import java.util.List;

/** Row types of declared columns. */
final class DeclaredColumns {

    private DeclaredColumns() {}

    static RowType declared(List<DeclaredColumn> columns) {
        return new RowType(columns.stream().map(DeclaredColumn::field).toList());
    }

    static RowType physical(List<DeclaredColumn> columns) {
        return new RowType(columns.stream()
                .filter(DeclaredColumn::isPhysical)
                .map(DeclaredColumn::field)
                .toList());
    }
}
