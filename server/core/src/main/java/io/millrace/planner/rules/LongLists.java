package io.millrace.planner.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql2rel.SqlRexContext;

/**
 * Makes one search of {@code x IN (1, 2, …)} with many constants at once. Calcite would make a comparison of each and look up the column
 * each time, which for ten thousand takes longer than all the rest; {@link ConstantLists} does the same afterwards for lists that are
 * compared in a type other than that of {@code x}.
 */
public final class LongLists extends SqlBasicVisitor<Void> {

    private static final int LONG = 32;

    private static final SqlFunction IN = operator("$IN_CONSTANTS");
    private static final SqlFunction NOT_IN = operator("$NOT_IN_CONSTANTS");

    private final Function<SqlNode, RelDataType> types;

    private LongLists(Function<SqlNode, RelDataType> types) {
        this.types = types;
    }

    private static SqlFunction operator(String name) {
        return new SqlFunction(
                name,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.BOOLEAN_NULLABLE,
                null,
                OperandTypes.VARIADIC,
                SqlFunctionCategory.SYSTEM);
    }

    /**
     * Marks such lists in place.
     *
     * @param query validated
     * @param types of its expressions; null when not known
     */
    public static void mark(SqlNode query, Function<SqlNode, RelDataType> types) {
        query.accept(new LongLists(types));
    }

    @Override
    public Void visit(SqlCall call) {
        if (call instanceof SqlMatchRecognize) {
            return null;
        }
        if (call instanceof SqlBasicCall in
                && (in.getKind() == SqlKind.IN || in.getKind() == SqlKind.NOT_IN)
                && in.operand(1) instanceof SqlNodeList list
                && list.size() >= LONG
                && areComparedAs(types.apply(in.operand(0)), list)) {
            in.setOperator(in.getKind() == SqlKind.IN ? IN : NOT_IN);
            return in.operand(0).accept(this);
        }
        return super.visit(call);
    }

    /** Whether constants are compared with values of a type in that type, or as texts of any length. */
    private boolean areComparedAs(RelDataType type, SqlNodeList list) {
        if (type == null) {
            return false;
        }
        return switch (type.getSqlTypeName()) {
            case INTEGER -> list.stream().allMatch(value -> isInteger(value, Integer.SIZE));
            case BIGINT -> list.stream().allMatch(value -> isInteger(value, Long.SIZE));
            case VARCHAR -> list.stream().allMatch(SqlCharStringLiteral.class::isInstance);
            case DATE, TIMESTAMP -> list.stream().allMatch(value -> isTime(value, type));
            default -> false;
        };
    }

    private boolean isTime(SqlNode value, RelDataType type) {
        RelDataType own = types.apply(value);
        return value instanceof SqlLiteral
                && own != null
                && own.getSqlTypeName() == type.getSqlTypeName()
                && own.getPrecision() <= type.getPrecision();
    }

    private static boolean isInteger(SqlNode value, int bits) {
        SqlNode number = isNegated(value) ? ((SqlCall) value).operand(0) : value;
        return number instanceof SqlNumericLiteral literal
                && literal.isInteger()
                && literal.getScale() != null
                && literal.getScale() == 0
                && literal.bigDecimalValue().toBigInteger().bitLength() < bits;
    }

    private static boolean isNegated(SqlNode value) {
        return value.getKind() == SqlKind.MINUS_PREFIX;
    }

    /** Whether a call is a list that has been marked. */
    public static boolean isMarked(SqlCall call) {
        return call.getOperator() == IN || call.getOperator() == NOT_IN;
    }

    /** The search of a marked list. */
    public static RexNode search(SqlRexContext context, SqlCall marked) {
        RexBuilder rex = context.getRexBuilder();
        RexNode searched = context.convertExpression(marked.operand(0));
        RelDataType type = constantType(searched.getType(), rex.getTypeFactory());
        SqlNodeList list = marked.operand(1);
        List<RexNode> constants = new ArrayList<>(list.size());
        for (SqlNode value : list) {
            constants.add(
                    SqlTypeUtil.isIntType(type)
                            ? rex.makeExactLiteral(integer(value), type)
                            : rex.makeCast(type, context.convertExpression(value)));
        }
        RexNode in = rex.makeIn(searched, constants);
        return marked.getOperator() == IN ? in : rex.makeCall(SqlStdOperatorTable.NOT, in);
    }

    private static RelDataType constantType(RelDataType searched, RelDataTypeFactory factory) {
        RelDataType type = searched.getSqlTypeName() == SqlTypeName.VARCHAR
                ? SqlTypeUtil.addCharsetAndCollation(factory.createSqlType(SqlTypeName.VARCHAR), factory)
                : searched;
        return factory.createTypeWithNullability(type, false);
    }

    private static BigDecimal integer(SqlNode value) {
        if (isNegated(value)) {
            return integer(((SqlCall) value).operand(0)).negate();
        }
        return ((SqlNumericLiteral) value).bigDecimalValue();
    }
}
