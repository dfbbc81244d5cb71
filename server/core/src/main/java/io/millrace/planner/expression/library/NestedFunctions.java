package io.millrace.planner.expression.library;

import io.millrace.dstream.expression.Expression;
import io.millrace.planner.expression.OwnFunction;
import io.millrace.planner.expression.SourceCalls;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;

/** Functions of arrays, rows and maps. */
public final class NestedFunctions {

    private static final String LISTS = "io.millrace.engine.codegen.runtime.nested.NestedLists";

    /** MAP_FROM_ENTRIES(array of rows of two fields). */
    private static final OwnFunction MAP_FROM_ENTRIES = new OwnFunction(
            "MAP_FROM_ENTRIES",
            SqlLibraryOperators.MAP_FROM_ENTRIES.getReturnTypeInference(),
            SqlLibraryOperators.MAP_FROM_ENTRIES.getOperandTypeChecker(),
            NestedFunctions::fromEntries);

    /** ARRAYS_ZIP(array, …): an array of rows, as long as the longest. */
    private static final OwnFunction ARRAYS_ZIP = new OwnFunction(
            "ARRAYS_ZIP",
            NestedFunctions::zipped,
            arrays(),
            (call, operands) -> SourceCalls.ofElements(
                    call, "return " + LISTS + ".zip(new Object[] {" + parameters(operands.size()) + "});", operands));

    static final List<OwnFunction> ALL = List.of(MAP_FROM_ENTRIES, ARRAYS_ZIP);

    private NestedFunctions() {}

    /** The map of an array of rows of two fields, which is not null. */
    public static OwnFunction mapFromEntries() {
        return MAP_FROM_ENTRIES;
    }

    private static Expression fromEntries(RexCall call, List<Expression> operands) {
        return SourceCalls.ofElements(call, "return " + LISTS + ".map((java.util.List) a0);", operands);
    }

    static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "(Object) a" + i).collect(Collectors.joining(", "));
    }

    private static SqlOperandTypeChecker arrays() {
        return OperandTypes.repeat(SqlOperandCountRanges.any(), OperandTypes.ARRAY);
    }

    /** Rows whose fields are named after the places of the arrays, and may be null, since arrays can be of different lengths. */
    private static RelDataType zipped(SqlOperatorBinding binding) {
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataTypeFactory.Builder row = types.builder();
        boolean nullable = false;
        for (int i = 0; i < binding.getOperandCount(); i++) {
            RelDataType array = binding.getOperandType(i);
            nullable |= array.isNullable();
            row.add(Integer.toString(i), types.createTypeWithNullability(array.getComponentType(), true));
        }
        return types.createTypeWithNullability(types.createArrayType(row.build(), -1), nullable);
    }
}
