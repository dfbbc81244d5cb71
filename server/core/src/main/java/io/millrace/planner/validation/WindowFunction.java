package io.millrace.planner.validation;

import io.millrace.planner.types.MillraceTypeSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** TUMBLE, HOP and CUMULATE: the table functions that assign rows to windows, adding three columns. */
public final class WindowFunction extends SqlWindowTableFunction {

    /** Names of the columns that a window function adds. */
    public static final List<String> ADDED = List.of("window_start", "window_end", "window_time");

    private static final String INNER = "inner_";
    private static final List<String> OPTIONAL = List.of("OFFSET", "ZONE", "TIMEZONE");

    static final WindowFunction TUMBLE = new WindowFunction("TUMBLE", List.of("SIZE"));
    static final WindowFunction HOP = new WindowFunction("HOP", List.of("SLIDE", "SIZE"));
    static final WindowFunction CUMULATE = new WindowFunction("CUMULATE", List.of("STEP", "SIZE"));

    private WindowFunction(String name, List<String> intervals) {
        super(name, new Operands(intervals));
    }

    /** All parameters, in order. */
    List<String> parameterNames() {
        return ((Operands) getOperandTypeChecker()).paramNames();
    }

    boolean isOptional(int parameter) {
        return ((Operands) getOperandTypeChecker()).isOptional(parameter);
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType input = binding.getOperandType(0);
        RelDataType time = timeField((SqlCallBinding) binding, input)
                .map(RelDataTypeField::getType)
                .orElseGet(() -> binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP));
        // the borders of windows have milliseconds, whatever the time has
        RelDataType added = binding.getTypeFactory()
                .createTypeWithNullability(MillraceTypeSystem.inMillis(binding.getTypeFactory(), time), false);
        RelDataTypeFactory.Builder row =
                binding.getTypeFactory().builder().kind(input.getStructKind()).addAll(inputColumns(input));
        ADDED.forEach(name -> row.add(name, added));
        return row.build();
    }

    private static List<Map.Entry<String, RelDataType>> inputColumns(RelDataType input) {
        return input.getFieldList().stream()
                .map(field -> Map.entry(behind(field.getName()), field.getType()))
                .toList();
    }

    /** What a column of the input is called behind the function: columns of earlier windows make room for the new ones. */
    static String behind(String name) {
        return isOfWindow(name) ? INNER + name : name;
    }

    private static boolean isOfWindow(String name) {
        String bare = name;
        while (bare.startsWith(INNER)) {
            bare = bare.substring(INNER.length());
        }
        return ADDED.contains(bare.toLowerCase(Locale.ROOT));
    }

    /** The name in the input of a column that is called so behind the function. */
    static String before(String name) {
        return name.startsWith(INNER) && isOfWindow(name) ? name.substring(INNER.length()) : name;
    }

    private static Optional<RelDataTypeField> timeField(SqlCallBinding binding, RelDataType input) {
        for (SqlNode operand : binding.operands()) {
            if (operand.getKind() == SqlKind.DESCRIPTOR
                    && ((SqlCall) operand).getOperandList().size() == 1
                    && ((SqlCall) operand).operand(0) instanceof SqlIdentifier column
                    && column.isSimple()) {
                return Optional.ofNullable(input.getField(before(column.getSimple()), false, false));
            }
        }
        return Optional.empty();
    }

    /** DATA, TIMECOL, then the intervals, then an optional OFFSET and an optional ZONE, also called TIMEZONE. */
    private static final class Operands implements SqlOperandMetadata {
        private final List<String> names;

        Operands(List<String> intervals) {
            List<String> all = new ArrayList<>(List.of("DATA", "TIMECOL"));
            all.addAll(intervals);
            all.addAll(OPTIONAL);
            this.names = List.copyOf(all);
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            boolean valid = !isDefault(binding, 0) && !isDefault(binding, 1) && checkData(binding);
            for (int i = 2; valid && i < binding.getOperandCount(); i++) {
                valid = isDefault(binding, i) ? isOptional(i) : isOfItsType(binding, i);
            }
            valid &= zones(binding) <= 1;
            if (!valid && throwOnFailure) {
                throw ValidationFailure.at(
                        binding.getCall(),
                        "wrong arguments for " + binding.getOperator().getName() + "; write "
                                + getAllowedSignatures(
                                        binding.getOperator(),
                                        binding.getOperator().getName()));
            }
            return valid;
        }

        private static boolean checkData(SqlCallBinding binding) {
            RelDataType input = binding.getValidator().getValidatedNodeType(binding.operand(0));
            return input.getSqlTypeName() == SqlTypeName.ROW && checkTime(binding, input);
        }

        private static boolean isDefault(SqlCallBinding binding, int index) {
            return binding.operand(index).getKind() == SqlKind.DEFAULT;
        }

        /** Lengths are intervals, a zone is text; where an offset can stand, a zone can stand instead. */
        private boolean isOfItsType(SqlCallBinding binding, int index) {
            RelDataType type = binding.getValidator().getValidatedNodeType(binding.operand(index));
            boolean interval = SqlTypeUtil.isInterval(type);
            return switch (index - offset()) {
                case 0 -> interval || SqlTypeUtil.inCharFamily(type);
                case 1, 2 -> SqlTypeUtil.inCharFamily(type);
                default -> interval;
            };
        }

        private int offset() {
            return names.size() - OPTIONAL.size();
        }

        private int zones(SqlCallBinding binding) {
            int zones = 0;
            for (int i = offset(); i < binding.getOperandCount(); i++) {
                boolean zone = !isDefault(binding, i)
                        && SqlTypeUtil.inCharFamily(binding.getValidator().getValidatedNodeType(binding.operand(i)));
                zones += zone ? 1 : 0;
            }
            return zones;
        }

        private static boolean checkTime(SqlCallBinding binding, RelDataType input) {
            SqlNode descriptor = binding.operand(1);
            if (descriptor.getKind() != SqlKind.DESCRIPTOR
                    || ((SqlCall) descriptor).getOperandList().size() != 1) {
                return false;
            }
            SqlNode column = ((SqlCall) descriptor).operand(0);
            RelDataTypeField field = timeField(binding, input)
                    .orElseThrow(() -> ValidationFailure.columnNotFound(written(column), input.getFieldNames()));
            if (!SqlTypeUtil.isTimestamp(field.getType())) {
                throw ValidationFailure.at(
                        column,
                        "windows need a TIMESTAMP column, but \"" + field.getName() + "\" is "
                                + field.getType().getSqlTypeName().getSpaceName());
            }
            return true;
        }

        private static SqlNode written(SqlNode column) {
            return column instanceof SqlIdentifier name && name.isSimple()
                    ? new SqlIdentifier(before(name.getSimple()), name.getParserPosition())
                    : column;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(offset(), names.size());
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            StringBuilder text = new StringBuilder(name).append("(TABLE t, DESCRIPTOR(time_column)");
            for (int i = 2; i < offset(); i++) {
                text.append(", INTERVAL ").append(names.get(i).toLowerCase(Locale.ROOT));
            }
            return text.append(" [, INTERVAL offset] [, 'time zone'])").toString();
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory types) {
            return names.stream()
                    .map(name -> types.createSqlType(SqlTypeName.ANY))
                    .toList();
        }

        @Override
        public List<String> paramNames() {
            return names;
        }

        @Override
        public boolean isOptional(int index) {
            return index >= offset();
        }
    }
}
