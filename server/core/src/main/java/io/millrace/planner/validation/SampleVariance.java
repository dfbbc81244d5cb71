package io.millrace.planner.validation;

import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/** VAR_SAMP, also named VARIANCE, with a type that says that it can be null: one row alone has no such variance. */
final class SampleVariance extends SqlAggFunction {

    static final List<SqlOperator> ALL = List.of(new SampleVariance("VAR_SAMP"), new SampleVariance("VARIANCE"));

    private SampleVariance(String name) {
        super(
                name,
                null,
                SqlKind.VAR_SAMP,
                ReturnTypes.AVG_AGG_FUNCTION.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                null,
                OperandTypes.NUMERIC,
                SqlFunctionCategory.NUMERIC,
                false,
                false,
                Optionality.FORBIDDEN);
    }
}
