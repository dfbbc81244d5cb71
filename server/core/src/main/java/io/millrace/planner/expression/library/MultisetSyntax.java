package io.millrace.planner.expression.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Puts {@linkplain MultisetFunctions functions of ours} in the place of the standard's operators on multisets, and makes its aggregates
 * of them and ARRAY_AGG.
 */
public final class MultisetSyntax {

    private static final Map<SqlOperator, SqlOperator> OPERATORS = Map.ofEntries(
            entry(SqlStdOperatorTable.MULTISET_VALUE, MultisetFunctions.OF),
            entry(SqlStdOperatorTable.MULTISET_UNION, MultisetFunctions.UNION_ALL),
            entry(SqlStdOperatorTable.MULTISET_UNION_DISTINCT, MultisetFunctions.UNION),
            entry(SqlStdOperatorTable.MULTISET_EXCEPT, MultisetFunctions.EXCEPT_ALL),
            entry(SqlStdOperatorTable.MULTISET_EXCEPT_DISTINCT, MultisetFunctions.EXCEPT),
            entry(SqlStdOperatorTable.MULTISET_INTERSECT, MultisetFunctions.INTERSECT_ALL),
            entry(SqlStdOperatorTable.MULTISET_INTERSECT_DISTINCT, MultisetFunctions.INTERSECT),
            entry(SqlStdOperatorTable.SUBMULTISET_OF, MultisetFunctions.SUBMULTISET),
            entry(SqlStdOperatorTable.NOT_SUBMULTISET_OF, MultisetFunctions.NOT_SUBMULTISET),
            entry(SqlStdOperatorTable.IS_A_SET, MultisetFunctions.IS_SET),
            entry(SqlStdOperatorTable.IS_NOT_A_SET, MultisetFunctions.IS_NO_SET),
            entry(SqlStdOperatorTable.MEMBER_OF, MultisetFunctions.MEMBER));

    private static final Map<String, SqlOperator> AGGREGATES = Map.of(
            "COLLECT", MultisetFunctions.OF_ARRAY,
            "FUSION", MultisetFunctions.FUSED,
            "INTERSECTION", MultisetFunctions.INTERSECTED);

    private MultisetSyntax() {}

    private static Map.Entry<SqlOperator, SqlOperator> entry(SqlOperator standard, SqlOperator own) {
        return Map.entry(standard, own);
    }

    /** The names of the aggregates. */
    public static List<String> aggregateNames() {
        return AGGREGATES.keySet().stream().sorted().toList();
    }

    /** The same in functions of ours; anything else as it is. */
    public static SqlNode understood(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return node;
        }
        SqlOperator own = OPERATORS.get(call.getOperator());
        if (own != null) {
            return own.createCall(call.getParserPosition(), call.getOperandList());
        }
        return collected(call, UnaryOperator.identity()).orElse(call);
    }

    /** An aggregate with all that stands around it: FILTER, WITHIN GROUP, OVER. */
    private static Optional<SqlNode> collected(SqlCall call, UnaryOperator<SqlNode> around) {
        SqlParserPos position = call.getParserPosition();
        return switch (call.getKind()) {
            case FILTER, OVER -> {
                UnaryOperator<SqlNode> outer = inner -> {
                    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                    operands.set(0, inner);
                    return around.apply(call.getOperator().createCall(position, operands));
                };
                yield call.operand(0) instanceof SqlCall inner ? collected(inner, outer) : Optional.empty();
            }
            // the places of a multiset mean nothing
            case WITHIN_GROUP -> call.operand(0) instanceof SqlCall inner ? collected(inner, around) : Optional.empty();
            default -> {
                SqlOperator made = AGGREGATES.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
                if (made == null || call.operandCount() != 1) {
                    yield Optional.empty();
                }
                SqlNode array = new SqlBasicCall(
                        new SqlUnresolvedFunction(
                                new SqlIdentifier("ARRAY_AGG", position),
                                null,
                                null,
                                null,
                                null,
                                SqlFunctionCategory.USER_DEFINED_FUNCTION),
                        call.getOperandList(),
                        position,
                        call.getFunctionQuantifier());
                SqlNode known = SqlStdOperatorTable.IGNORE_NULLS.createCall(position, array);
                yield Optional.of(made.createCall(position, around.apply(known)));
            }
        };
    }
}
