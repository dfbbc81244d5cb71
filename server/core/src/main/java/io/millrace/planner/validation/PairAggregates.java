package io.millrace.planner.validation;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** The aggregates of pairs of numbers: DOUBLE, and null where a pair alone has no such number. */
final class PairAggregates {

    private static final List<String> ALWAYS_THERE =
            List.of("COVAR_POP", "REGR_AVGX", "REGR_AVGY", "REGR_SXX", "REGR_SYY", "REGR_SXY");
    private static final List<String> OFTEN_THERE =
            List.of("COVAR_SAMP", "CORR", "REGR_SLOPE", "REGR_INTERCEPT", "REGR_R2");

    static final List<SqlOperator> ALL = Stream.concat(
                    ALWAYS_THERE.stream().map(name -> function(name, ArrangedAggregates.optional(ReturnTypes.DOUBLE))),
                    OFTEN_THERE.stream()
                            .map(name -> function(name, ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE))))
            .toList();

    private PairAggregates() {}

    private static SqlOperator function(String name, SqlReturnTypeInference type) {
        return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, type, OperandTypes.NUMERIC_NUMERIC)
                .withFunctionType(SqlFunctionCategory.NUMERIC);
    }
}
