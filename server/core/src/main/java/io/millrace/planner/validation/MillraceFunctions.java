package io.millrace.planner.validation;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.FamilyOperandTypeChecker;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** The scalar functions that neither the standard nor Calcite's libraries have in the form that stream processors know. */
public final class MillraceFunctions {

    private static final SqlReturnTypeInference NULLABLE_TEXT =
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TIMESTAMP = ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3);

    /** SPLIT(text, separator): an array of the parts. */
    public static final SqlFunction SPLIT = function(
            "SPLIT",
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_ARRAY).andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));

    /** GENERATE_SERIES(first, last [, step]): an array of numbers, and behind FROM a row for each. */
    public static final SqlFunction GENERATE_SERIES = function(
            "GENERATE_SERIES",
            ReturnTypes.BIGINT.andThen(SqlTypeTransforms.TO_ARRAY).andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER)
                    .or(family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER)));

    /** An array whose elements may be null: of those side by side in UNNEST, the shorter ones are filled up. */
    public static final SqlFunction ELEMENTS_OR_NULL =
            function("ELEMENTS OR NULL", MillraceFunctions::withNullElements, OperandTypes.ARRAY);

    /** SPLIT_INDEX(text, separator, index from 0). */
    public static final SqlFunction SPLIT_INDEX = function(
            "SPLIT_INDEX",
            NULLABLE_TEXT,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER));

    /** REGEXP_EXTRACT(text, pattern [, group]). */
    public static final SqlFunction REGEXP_EXTRACT = function(
            "REGEXP_EXTRACT",
            NULLABLE_TEXT,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)
                    .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER)));

    /** REGEXP_REPLACE(text, pattern, replacement). */
    public static final SqlFunction REGEXP_REPLACE = function(
            "REGEXP_REPLACE",
            ReturnTypes.VARCHAR_NULLABLE,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));

    /** LPAD(text, length [, padding]). */
    public static final SqlFunction LPAD = function("LPAD", ReturnTypes.VARCHAR_NULLABLE, padding());

    /** RPAD(text, length [, padding]). */
    public static final SqlFunction RPAD = function("RPAD", ReturnTypes.VARCHAR_NULLABLE, padding());

    /** CONTAINS(text, part). */
    public static final SqlFunction CONTAINS = function(
            "CONTAINS", ReturnTypes.BOOLEAN_NULLABLE, family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));

    /** DATE_FORMAT(timestamp, pattern). */
    public static final SqlFunction DATE_FORMAT = function(
            "DATE_FORMAT", ReturnTypes.VARCHAR_NULLABLE, family(SqlTypeFamily.DATETIME, SqlTypeFamily.CHARACTER));

    /** TO_TIMESTAMP(text [, pattern]). */
    public static final SqlFunction TO_TIMESTAMP = function(
            "TO_TIMESTAMP",
            TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.CHARACTER).or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)));

    /** TO_DATE(text). */
    public static final SqlFunction TO_DATE =
            function("TO_DATE", ReturnTypes.DATE_NULLABLE, family(SqlTypeFamily.CHARACTER));

    /** TIMESTAMP_MILLIS(epoch milliseconds). */
    public static final SqlFunction TIMESTAMP_MILLIS = function(
            "TIMESTAMP_MILLIS", TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE), family(SqlTypeFamily.INTEGER));

    /** TIMESTAMP_SECONDS(epoch seconds). */
    public static final SqlFunction TIMESTAMP_SECONDS = function(
            "TIMESTAMP_SECONDS", TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE), family(SqlTypeFamily.INTEGER));

    /** UNIX_MILLIS(timestamp). */
    public static final SqlFunction UNIX_MILLIS =
            function("UNIX_MILLIS", ReturnTypes.BIGINT_NULLABLE, family(SqlTypeFamily.TIMESTAMP));

    /** UNIX_SECONDS(timestamp). */
    public static final SqlFunction UNIX_SECONDS =
            function("UNIX_SECONDS", ReturnTypes.BIGINT_NULLABLE, family(SqlTypeFamily.TIMESTAMP));

    /** The milliseconds from one time to another; TIMESTAMPDIFF in small units is made of it. */
    public static final SqlFunction MILLISECONDS = function(
            "MILLISECONDS BETWEEN",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

    /** ROUND(number [, digits]), which can have one whole digit more than the number: 99.99 becomes 100.0. */
    public static final SqlFunction ROUND = SqlBasicFunction.create(
            "ROUND",
            MillraceFunctions::rounded,
            SqlStdOperatorTable.ROUND.getOperandTypeChecker(),
            SqlFunctionCategory.NUMERIC);

    /** SIGN(number): of the number's type, or DECIMAL(1, 0) when that has no digit before the point. */
    public static final SqlFunction SIGN =
            SqlBasicFunction.create("SIGN", MillraceFunctions::sign, OperandTypes.NUMERIC, SqlFunctionCategory.NUMERIC);

    /** DATE_TRUNC('unit', timestamp). */
    public static final SqlFunction DATE_TRUNC =
            function("DATE_TRUNC", ReturnTypes.ARG1_NULLABLE, family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME));

    /** ADD_MONTHS(date or timestamp, months). */
    public static final SqlFunction ADD_MONTHS =
            function("ADD_MONTHS", ReturnTypes.ARG0_NULLABLE, family(SqlTypeFamily.DATETIME, SqlTypeFamily.INTEGER));

    /** CURRENT_TIMESTAMP in milliseconds. */
    public static final SqlFunction CURRENT_TIMESTAMP = new Now("CURRENT_TIMESTAMP");

    /** LOCALTIMESTAMP in milliseconds. */
    public static final SqlFunction LOCALTIMESTAMP = new Now("LOCALTIMESTAMP");

    /** NOW(). */
    public static final SqlFunction NOW = function("NOW", TIMESTAMP, OperandTypes.NILADIC);

    /** PROCTIME(), Flink's name of NOW(). */
    public static final SqlFunction PROCTIME = function("PROCTIME", TIMESTAMP, OperandTypes.NILADIC);

    static final List<SqlOperator> ALL = List.of(
            SPLIT,
            GENERATE_SERIES,
            ELEMENTS_OR_NULL,
            SPLIT_INDEX,
            REGEXP_EXTRACT,
            REGEXP_REPLACE,
            LPAD,
            RPAD,
            CONTAINS,
            DATE_FORMAT,
            TO_TIMESTAMP,
            TO_DATE,
            TIMESTAMP_MILLIS,
            TIMESTAMP_SECONDS,
            UNIX_MILLIS,
            UNIX_SECONDS,
            DATE_TRUNC,
            ADD_MONTHS,
            MILLISECONDS,
            ROUND,
            SIGN,
            CURRENT_TIMESTAMP,
            LOCALTIMESTAMP,
            NOW,
            PROCTIME);

    private MillraceFunctions() {}

    private static SqlFunction function(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .withOperandTypeInference(InferTypes.FIRST_KNOWN);
    }

    private static RelDataType withNullElements(SqlOperatorBinding binding) {
        RelDataType array = binding.getOperandType(0);
        RelDataTypeFactory types = binding.getTypeFactory();
        RelDataType element = types.createTypeWithNullability(array.getComponentType(), true);
        return types.createTypeWithNullability(types.createArrayType(element, -1), array.isNullable());
    }

    private static RelDataType rounded(SqlOperatorBinding binding) {
        RelDataType number = ReturnTypes.ARG0_NULLABLE.inferReturnType(binding);
        RelDataTypeFactory types = binding.getTypeFactory();
        int most = types.getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
        return number.getSqlTypeName() != SqlTypeName.DECIMAL || number.getPrecision() >= most
                ? number
                : types.createTypeWithNullability(
                        types.createSqlType(SqlTypeName.DECIMAL, number.getPrecision() + 1, number.getScale()),
                        number.isNullable());
    }

    private static RelDataType sign(SqlOperatorBinding binding) {
        RelDataType number = ReturnTypes.ARG0_NULLABLE.inferReturnType(binding);
        RelDataTypeFactory types = binding.getTypeFactory();
        boolean fraction = number.getSqlTypeName() == SqlTypeName.DECIMAL && number.getPrecision() == number.getScale();
        return fraction
                ? types.createTypeWithNullability(types.createSqlType(SqlTypeName.DECIMAL, 1, 0), number.isNullable())
                : number;
    }

    private static SqlOperandTypeChecker padding() {
        return family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER)
                .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.CHARACTER));
    }

    private static FamilyOperandTypeChecker family(SqlTypeFamily... families) {
        return OperandTypes.family(families);
    }

    /** The time of the batch, with milliseconds unless another precision is asked for. */
    private static final class Now extends SqlAbstractTimeFunction {
        Now(String name) {
            super(name, SqlTypeName.TIMESTAMP);
        }

        @Override
        public RelDataType inferReturnType(SqlOperatorBinding binding) {
            return binding.getOperandCount() == 0
                    ? binding.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3)
                    : super.inferReturnType(binding);
        }
    }
}
