package io.millrace.planner.validation;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.planner.expression.library.VariantFunctions;
import io.millrace.planner.types.ComparedTimes;
import io.millrace.planner.types.QuotedConstants;
import io.millrace.planner.types.TypeConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which operands become what before they are compared, and which do not: text is a number only where it is a constant that is one, and a
 * condition never is. Exact numbers stay as they are, since the engine compares DECIMALs of
 * different scales and there are pairs that no DECIMAL of 38 digits holds; so do intervals of the same kind, texts, and timestamps of
 * different digits.
 */
final class MillraceTypeCoercion extends TypeCoercionImpl {

    private static final int USUAL_SCALE = 18;

    MillraceTypeCoercion(RelDataTypeFactory types, SqlValidator validator) {
        super(types, validator);
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        if (left == null || right == null) {
            return null;
        }
        boolean comparable = areDecimals(List.of(left, right))
                || SqlTypeUtil.isInterval(left) && left.getFamily().equals(right.getFamily())
                || areKept(left, right);
        if (comparable) {
            return null;
        }
        if (isVariant(left) || isVariant(right)) {
            return besideVariant(left, right);
        }
        if (isUuid(left) && SqlTypeUtil.isCharacter(right) || SqlTypeUtil.isCharacter(left) && isUuid(right)) {
            RelDataType uuid = factory.createSqlType(SqlTypeName.UUID);
            return factory.createTypeWithNullability(uuid, left.isNullable() || right.isNullable());
        }
        if (SqlTypeUtil.isDecimal(left) && SqlTypeUtil.isCharacter(right)) {
            return ofText(left, right);
        }
        return SqlTypeUtil.isCharacter(left) && SqlTypeUtil.isDecimal(right)
                ? ofText(right, left)
                : super.commonTypeForBinaryComparison(left, right);
    }

    /** What set operations and CASE make of both; of a VARIANT and anything else what the types have in common, which is VARIANT. */
    @Override
    public RelDataType getWiderTypeForTwo(RelDataType one, RelDataType other, boolean textToo) {
        boolean variant = one != null && other != null && (isVariant(one) || isVariant(other));
        return variant ? factory.leastRestrictive(List.of(one, other)) : super.getWiderTypeForTwo(one, other, textToo);
    }

    private static boolean isVariant(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.VARIANT;
    }

    /** A VARIANT becomes what it is compared with, text of any length, and no number. */
    private RelDataType besideVariant(RelDataType left, RelDataType right) {
        RelDataType other = isVariant(left) ? right : left;
        if (isVariant(other) || SqlTypeUtil.isNumeric(other) || other.getSqlTypeName() == SqlTypeName.NULL) {
            return null;
        }
        RelDataType type = SqlTypeUtil.inCharFamily(other) ? factory.createSqlType(SqlTypeName.VARCHAR) : other;
        return factory.createTypeWithNullability(type, true);
    }

    /** Beside numbers, the number that is in a VARIANT is compared as it is, since no one type of SQL holds all of them. */
    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        if (variantsBesideNumbers(binding) || variantBetweenTexts(binding)) {
            return true;
        }
        boolean times = besideTimes(binding);
        return super.binaryComparisonCoercion(binding) || times;
    }

    /** Dates and texts beside timestamps get types of their own, so that the timestamps keep theirs. */
    private boolean besideTimes(SqlCallBinding binding) {
        List<RelDataType> types = binding.collectOperandTypes();
        boolean coerced = false;
        for (int i = 0; i < types.size(); i++) {
            Optional<RelDataType> type = besideTimes(binding.operand(i), types.get(i), types);
            coerced |= type.isPresent() && coerceOperandType(binding.getScope(), binding.getCall(), i, type.get());
        }
        return coerced;
    }

    private Optional<RelDataType> besideTimes(SqlNode operand, RelDataType type, List<RelDataType> all) {
        return operand instanceof SqlCharStringLiteral text
                ? ComparedTimes.ofText(text.getValueAs(String.class), all, factory)
                : ComparedTimes.ofDate(type, all, factory);
    }

    /** The same for the members of a list and for what is searched among them. */
    private boolean membersBesideTimes(SqlCallBinding binding, SqlNodeList list) {
        List<RelDataType> types = new ArrayList<>(List.of(binding.getOperandType(0)));
        list.forEach(member -> types.add(validator.deriveType(binding.getScope(), member)));
        Optional<RelDataType> left = besideTimes(binding.operand(0), types.get(0), types);
        boolean coerced = left.isPresent() && coerceOperandType(binding.getScope(), binding.getCall(), 0, left.get());
        for (int i = 0; i < list.size(); i++) {
            Optional<RelDataType> type = besideTimes(list.get(i), types.get(i + 1), types);
            coerced |= type.isPresent() && coerceColumnType(binding.getScope(), list, i, type.get());
        }
        return coerced;
    }

    private boolean variantsBesideNumbers(SqlCallBinding binding) {
        SqlCall call = binding.getCall();
        List<RelDataType> types = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            types.add(binding.getOperandType(i));
        }
        boolean mixed = types.stream().anyMatch(MillraceTypeCoercion::isVariant)
                && types.stream().anyMatch(SqlTypeUtil::isNumeric)
                && types.stream().allMatch(type -> isVariant(type) || SqlTypeUtil.isNumeric(type));
        if (!mixed) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            call.setOperand(i, inVariant(binding, call.operand(i), types.get(i)));
        }
        return true;
    }

    /** BETWEEN of VARIANTs and texts, which Calcite compares two by two. */
    private boolean variantBetweenTexts(SqlCallBinding binding) {
        SqlCall call = binding.getCall();
        List<RelDataType> types = binding.collectOperandTypes();
        boolean mixed = call.getKind() == SqlKind.BETWEEN
                && types.stream().anyMatch(MillraceTypeCoercion::isVariant)
                && types.stream().anyMatch(SqlTypeUtil::isCharacter)
                && types.stream().allMatch(type -> isVariant(type) || SqlTypeUtil.isCharacter(type));
        if (!mixed) {
            return false;
        }
        RelDataType text = factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true);
        for (int i = 0; i < types.size(); i++) {
            if (isVariant(types.get(i))) {
                coerceOperandType(binding.getScope(), call, i, text);
            }
        }
        return true;
    }

    private SqlNode inVariant(SqlCallBinding binding, SqlNode operand, RelDataType type) {
        SqlNode number = isVariant(type)
                ? VariantFunctions.number().createCall(operand.getParserPosition(), operand)
                : SqlStdOperatorTable.CAST.createCall(
                        operand.getParserPosition(),
                        operand,
                        SqlTypeUtil.convertTypeToSpec(factory.createSqlType(SqlTypeName.VARIANT)));
        validator.deriveType(binding.getScope(), number);
        return number;
    }

    private static boolean isUuid(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.UUID;
    }

    /** Texts or bytes, of which those of fixed length are filled up where they are compared. */
    private static boolean areTexts(RelDataType left, RelDataType right) {
        return SqlTypeUtil.inCharFamily(left) && SqlTypeUtil.inCharFamily(right)
                || SqlTypeUtil.isBinary(left) && SqlTypeUtil.isBinary(right);
    }

    /** Text that is compared with a DECIMAL: one that holds all its values, with as many further digits as there is room for. */
    private RelDataType ofText(RelDataType decimal, RelDataType text) {
        int most = factory.getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
        int room = most - (decimal.getPrecision() - decimal.getScale());
        int scale = Math.max(decimal.getScale(), Math.min(USUAL_SCALE, room));
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DECIMAL, most, scale), decimal.isNullable() || text.isNullable());
    }

    private static boolean areDecimals(List<RelDataType> types) {
        return types.stream().allMatch(SqlTypeUtil::isExactNumeric)
                && types.stream().anyMatch(SqlTypeUtil::isDecimal);
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        if (inVariants(binding)) {
            return true;
        }
        boolean times = binding.operand(1) instanceof SqlNodeList list && membersBesideTimes(binding, list);
        return !keepsTypes(binding) && super.inOperationCoercion(binding) || times;
    }

    /** IN with a VARIANT on either side becomes the equalities that it stands for, each by the types of its own; of numbers, it stays one. */
    private boolean inVariants(SqlCallBinding binding) {
        if (!(binding.getCall() instanceof SqlBasicCall call) || !(binding.operand(1) instanceof SqlNodeList list)) {
            return false;
        }
        SqlValidatorScope scope = binding.getScope();
        List<SqlNode> numbers = new ArrayList<>();
        List<SqlNode> others = new ArrayList<>();
        boolean variants = false;
        for (SqlNode element : list) {
            RelDataType type = validator.deriveType(scope, element);
            variants |= isVariant(type);
            (SqlTypeUtil.isNumeric(type) ? numbers : others).add(element);
        }
        RelDataType left = binding.getOperandType(0);
        if (!isVariant(left) && (left.isStruct() || !variants)) {
            return false;
        }
        if (others.isEmpty()) {
            besideNumbers(binding, list);
            return true;
        }
        boolean in = call.getKind() == SqlKind.IN;
        SqlOperator comparison = in ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.NOT_EQUALS;
        List<SqlNode> comparisons = new ArrayList<>();
        if (isVariant(left) && !numbers.isEmpty()) {
            SqlNodeList ofNumbers = new SqlNodeList(numbers, list.getParserPosition());
            comparisons.add(call.getOperator().createCall(call.getParserPosition(), call.operand(0), ofNumbers));
        } else {
            others.addAll(numbers);
        }
        others.forEach(element ->
                comparisons.add(comparison.createCall(element.getParserPosition(), call.operand(0), element)));
        SqlCall all = (SqlCall) joined(in ? SqlStdOperatorTable.OR : SqlStdOperatorTable.AND, comparisons);
        validator.deriveType(scope, all);
        call.setOperator(all.getOperator());
        call.setOperand(0, all.operand(0));
        call.setOperand(1, all.operand(1));
        return true;
    }

    private void besideNumbers(SqlCallBinding binding, SqlNodeList list) {
        for (int i = 0; i < list.size(); i++) {
            SqlNode number = list.get(i);
            list.set(i, inVariant(binding, number, validator.deriveType(binding.getScope(), number)));
        }
        binding.getCall().setOperand(0, inVariant(binding, binding.operand(0), binding.getOperandType(0)));
        validator.setValidatedNodeType(list, factory.createSqlType(SqlTypeName.VARIANT));
    }

    /** Conditions in halves of halves, so that a long list is not as deep as it is long. */
    private static SqlNode joined(SqlOperator operator, List<SqlNode> conditions) {
        int size = conditions.size();
        if (size == 1) {
            return conditions.get(0);
        }
        SqlNode first = joined(operator, conditions.subList(0, size / 2));
        return operator.createCall(
                first.getParserPosition(), first, joined(operator, conditions.subList(size / 2, size)));
    }

    @Override
    public boolean quantifyOperationCoercion(SqlCallBinding binding) {
        return !keepsTypes(binding) && super.quantifyOperationCoercion(binding);
    }

    /** A constant must be of the type that it is wanted in; this is known here and need not wait for a row. */
    @Override
    protected boolean coerceOperandType(SqlValidatorScope scope, SqlCall call, int index, RelDataType targetType) {
        check(call.operand(index), targetType);
        return super.coerceOperandType(scope, call, index, targetType);
    }

    @Override
    protected boolean coerceColumnType(SqlValidatorScope scope, SqlNodeList nodes, int index, RelDataType targetType) {
        if (index < nodes.size()) {
            check(nodes.get(index), targetType);
        }
        return super.coerceColumnType(scope, nodes, index, targetType);
    }

    private static void check(SqlNode operand, RelDataType wanted) {
        if (operand instanceof SqlCharStringLiteral text && !SqlTypeUtil.isCharacter(wanted)) {
            try {
                QuotedConstants.check(text.getValueAs(String.class), TypeConversion.fromCalcite(wanted));
            } catch (EvaluationException e) {
                throw ValidationFailure.at(e.code(), operand, e.getMessage());
            }
        }
    }

    /** As in PostgreSQL, a constant in quotes can be a number, and a column of text cannot. */
    @Override
    protected boolean binaryArithmeticWithStrings(SqlCallBinding binding, RelDataType left, RelDataType right) {
        return !isVariableText(binding, 0, left)
                && !isVariableText(binding, 1, right)
                && super.binaryArithmeticWithStrings(binding, left, right);
    }

    /** TRUE is no number, whatever it is compared with. */
    @Override
    protected boolean booleanEquality(SqlCallBinding binding, RelDataType left, RelDataType right) {
        return false;
    }

    /** Text becomes something else only where it is a constant: there is no sum of text, and no root. */
    @Override
    public boolean builtinFunctionCoercion(
            SqlCallBinding binding, List<RelDataType> operandTypes, List<SqlTypeFamily> expectedFamilies) {
        for (int i = 0; i < operandTypes.size(); i++) {
            boolean takesText = expectedFamilies.get(i).getTypeNames().contains(SqlTypeName.VARCHAR);
            if (!takesText && isVariableText(binding, i, operandTypes.get(i))) {
                return false;
            }
        }
        return super.builtinFunctionCoercion(binding, operandTypes, expectedFamilies);
    }

    private static boolean isVariableText(SqlCallBinding binding, int operand, RelDataType type) {
        return SqlTypeUtil.isCharacter(type) && !(binding.operand(operand) instanceof SqlCharStringLiteral);
    }

    /** Whether the operands are {@code x IN (a, b …)} of exact numbers with DECIMALs among them, of texts or of timestamps, which are compared one by one. */
    private boolean keepsTypes(SqlCallBinding binding) {
        if (!(binding.operand(1) instanceof SqlNodeList list)) {
            return areKept(binding.getOperandType(0), binding.getOperandType(1));
        }
        List<RelDataType> types = new ArrayList<>(List.of(binding.getOperandType(0)));
        list.forEach(node -> types.add(validator.deriveType(binding.getScope(), node)));
        return areDecimals(types)
                || types.stream()
                                .skip(1)
                                .allMatch(type -> areKept(types.get(0), type)
                                        || SqlTypeUtil.isTimestamp(type)
                                                && SqlTypeUtil.equalSansNullability(factory, types.get(0), type))
                        && types.stream().skip(1).anyMatch(type -> areKept(types.get(0), type));
    }

    /**
     * Whether a value or row and another, or the columns of a query, are one by one texts, timestamps of different digits, or of one
     * type, rows within them too.
     */
    private boolean areKept(RelDataType left, RelDataType other) {
        List<RelDataType> lefts = columns(left);
        List<RelDataType> rights = columns(other);
        if (lefts.size() != rights.size()) {
            return false;
        }
        boolean any = false;
        for (int i = 0; i < lefts.size(); i++) {
            boolean kept = areTexts(lefts.get(i), rights.get(i))
                    || ComparedTimes.keep(lefts.get(i), rights.get(i))
                    || lefts.get(i).isStruct() && areKept(lefts.get(i), rights.get(i));
            if (!kept && !SqlTypeUtil.equalSansNullability(factory, lefts.get(i), rights.get(i))) {
                return false;
            }
            any |= kept;
        }
        return any;
    }

    private static List<RelDataType> columns(RelDataType type) {
        return type.isStruct()
                ? type.getFieldList().stream().map(RelDataTypeField::getType).toList()
                : List.of(type);
    }
}
