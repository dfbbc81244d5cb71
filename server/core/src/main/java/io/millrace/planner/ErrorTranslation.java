package io.millrace.planner;

import io.millrace.catalog.Catalog;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlNode;

final class ErrorTranslation {
    static ErrorTranslation of(Catalog catalog, SqlNode query) {
        return new ErrorTranslation();
    }

    <T> T during(Supplier<T> work) {
        return work.get();
    }
}
