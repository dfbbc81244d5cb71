package io.millrace.planner.validation;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlLeadLagAggFunction;
import org.apache.calcite.sql.fun.SqlNthValueAggFunction;

/** LAG, LEAD and NTH_VALUE with types that say when they are null: without such a row, and when the value there is. */
final class NeighbourFunctions {

    private static final SqlAggFunction LAG = new Shifted(SqlKind.LAG);
    private static final SqlAggFunction LEAD = new Shifted(SqlKind.LEAD);
    private static final SqlAggFunction NTH_VALUE = new SqlNthValueAggFunction(SqlKind.NTH_VALUE) {
        @Override
        public RelDataType inferReturnType(SqlOperatorBinding binding) {
            return binding.getTypeFactory().createTypeWithNullability(super.inferReturnType(binding), true);
        }
    };

    static final List<SqlOperator> ALL = List.of(LAG, LEAD, NTH_VALUE);

    private NeighbourFunctions() {}

    private static final class Shifted extends SqlLeadLagAggFunction {

        private static final int DEFAULT = 2;

        Shifted(SqlKind kind) {
            super(kind);
        }

        @Override
        public RelDataType inferReturnType(SqlOperatorBinding binding) {
            boolean nullable = binding.getOperandType(0).isNullable()
                    || binding.getOperandCount() <= DEFAULT
                    || binding.getOperandType(DEFAULT).isNullable();
            return binding.getTypeFactory().createTypeWithNullability(super.inferReturnType(binding), nullable);
        }
    }
}
