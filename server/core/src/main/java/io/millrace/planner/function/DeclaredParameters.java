package io.millrace.planner.function;

import io.millrace.catalog.UserFunction;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.error.ErrorCode;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Checks the arguments of a call: one for each parameter, by place or by name, that can be stored in a column of its type. */
record DeclaredParameters(UserFunction function) implements SqlOperandMetadata {

    /** What parameters of the statement and NULLs are taken for. */
    SqlOperandTypeInference inference() {
        return (binding, returnType, operandTypes) -> InferTypes.explicit(types(binding.getTypeFactory()))
                .inferOperandTypes(binding, returnType, operandTypes);
    }

    private List<RelDataType> types(RelDataTypeFactory factory) {
        return function.parameters().stream()
                .map(parameter -> TypeConversion.toCalcite(factory, parameter.type(), true))
                .toList();
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        for (int i = 0; i < function.parameters().size(); i++) {
            Field parameter = function.parameters().get(i);
            SqlNode argument = binding.operands().get(i);
            RelDataType given = SqlTypeUtil.deriveType(binding, argument);
            RelDataType wanted = TypeConversion.toCalcite(binding.getTypeFactory(), parameter.type(), true);
            if (!AssignedValues.fits(wanted, given)) {
                throw ValidationFailure.at(
                        ErrorCode.TYPE_MISMATCH,
                        argument,
                        "parameter \"" + parameter.name() + "\" of "
                                + function.name().title() + " is "
                                + parameter.type().sql() + ", but the argument is "
                                + TypeConversion.fromCalcite(given).sql() + "; write CAST(… AS "
                                + parameter.type().sql() + ")");
            }
        }
        return true;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.of(function.parameters().size());
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
        return function.signature();
    }

    /** Any: what does not fit is told with its place later. */
    @Override
    public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
        RelDataType any = factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.ANY), true);
        return Collections.nCopies(function.parameters().size(), any);
    }

    @Override
    public List<String> paramNames() {
        return function.parameters().stream().map(Field::name).toList();
    }
}
