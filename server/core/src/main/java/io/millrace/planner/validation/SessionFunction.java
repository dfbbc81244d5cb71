package io.millrace.planner.validation;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * SESSION as a table function: adds the window of each row's session. {@link SessionSyntax} has brought its arguments into the form
 * {@code (data, DESCRIPTOR(time) [, DESCRIPTOR(key …)], gap)}.
 */
public final class SessionFunction extends SqlWindowTableFunction {

    static final SessionFunction SESSION = new SessionFunction();

    /** What stands for SESSION_END below the aggregate of the grouped form, because Calcite takes SESSION_END for the start. */
    public static final SqlFunction GROUPED_END = new SqlFunction(
            "$SESSION_END",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.ARG0,
            null,
            OperandTypes.DATETIME_INTERVAL,
            SqlFunctionCategory.SYSTEM);

    private SessionFunction() {
        super("SESSION", new Operands());
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return SessionFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType input = binding.getOperandType(0);
        RelDataType time = Operands.columns(((SqlCallBinding) binding).operand(1))
                .flatMap(columns -> Operands.field(columns.get(0), input))
                .map(RelDataTypeField::getType)
                .orElseGet(() -> binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP));
        RelDataType added = binding.getTypeFactory().createTypeWithNullability(time, false);
        RelDataTypeFactory.Builder row = binding.getTypeFactory().builder().kind(input.getStructKind());
        input.getFieldList().forEach(field -> row.add(WindowFunction.behind(field.getName()), field.getType()));
        WindowFunction.ADDED.forEach(name -> row.add(name, added));
        return row.build();
    }

    private static final class Operands implements SqlOperandMetadata {

        private static final List<String> NAMES = List.of("DATA", "TIMECOL", "KEY", "GAP");

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            RelDataType input = binding.getValidator().getValidatedNodeType(binding.operand(0));
            int last = binding.getOperandCount() - 1;
            boolean valid = input.getSqlTypeName() == SqlTypeName.ROW
                    && checkTime(binding.operand(1), input)
                    && (last == 2 || checkKeys(binding.operand(2), input))
                    && SqlTypeUtil.isInterval(binding.getValidator().getValidatedNodeType(binding.operand(last)));
            if (!valid && throwOnFailure) {
                throw ValidationFailure.at(
                        binding.getCall(), "wrong arguments for SESSION; write " + SessionSyntax.SIGNATURE);
            }
            return valid;
        }

        private static boolean checkTime(SqlNode descriptor, RelDataType input) {
            Optional<List<SqlNode>> columns = columns(descriptor);
            if (columns.isEmpty() || columns.get().size() != 1) {
                return false;
            }
            SqlNode column = columns.get().get(0);
            RelDataTypeField field = existing(column, input);
            if (!SqlTypeUtil.isTimestamp(field.getType())) {
                throw ValidationFailure.at(
                        column,
                        "windows need a TIMESTAMP column, but \"" + field.getName() + "\" is "
                                + field.getType().getSqlTypeName().getSpaceName());
            }
            return true;
        }

        private static boolean checkKeys(SqlNode descriptor, RelDataType input) {
            Optional<List<SqlNode>> columns = columns(descriptor);
            columns.ifPresent(keys -> keys.forEach(key -> existing(key, input)));
            return columns.isPresent();
        }

        private static RelDataTypeField existing(SqlNode column, RelDataType input) {
            return field(column, input)
                    .orElseThrow(() -> ValidationFailure.columnNotFound(written(column), input.getFieldNames()));
        }

        private static SqlNode written(SqlNode column) {
            return column instanceof SqlIdentifier name && name.isSimple()
                    ? new SqlIdentifier(WindowFunction.before(name.getSimple()), name.getParserPosition())
                    : column;
        }

        /** The columns that a DESCRIPTOR names. */
        static Optional<List<SqlNode>> columns(SqlNode descriptor) {
            return descriptor.getKind() == SqlKind.DESCRIPTOR
                    ? Optional.of(((SqlCall) descriptor).getOperandList()).filter(columns -> !columns.isEmpty())
                    : Optional.empty();
        }

        static Optional<RelDataTypeField> field(SqlNode column, RelDataType input) {
            return column instanceof SqlIdentifier name && name.isSimple()
                    ? Optional.ofNullable(input.getField(WindowFunction.before(name.getSimple()), false, false))
                    : Optional.empty();
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(3, 4);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return SessionSyntax.SIGNATURE;
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory types) {
            return NAMES.stream()
                    .map(name -> types.createSqlType(SqlTypeName.ANY))
                    .toList();
        }

        @Override
        public List<String> paramNames() {
            return NAMES;
        }

        @Override
        public boolean isOptional(int index) {
            return false;
        }
    }
}
