package io.millrace.planner.expression.library;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlOperator;

/** All functions of this room. */
public final class LibraryFunctions {

    private LibraryFunctions() {}

    public static List<SqlOperator> operators() {
        return Stream.of(
                        NestedFunctions.ALL,
                        MultisetFunctions.ALL,
                        TextLibrary.ALL,
                        DateLibrary.ALL,
                        VariantFunctions.ALL)
                .<SqlOperator>flatMap(List::stream)
                .toList();
    }
}
