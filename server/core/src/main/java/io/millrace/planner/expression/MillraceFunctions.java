package io.millrace.planner.expression;

import static io.millrace.planner.expression.Argument.INTEGER;
import static io.millrace.planner.expression.Argument.SAME;
import static io.millrace.planner.expression.Argument.TEXT;
import static io.millrace.planner.expression.TextFunctions.with;

import io.millrace.dstream.expression.Function;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.FamilyOperandTypeChecker;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * The scalar functions that neither the standard nor Calcite's libraries have in the form that stream processors know, each with what a
 * call of it becomes.
 */
public final class MillraceFunctions {

    private static final SqlReturnTypeInference NULLABLE_TEXT =
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TIMESTAMP = ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3);

    /** SPLIT(text, separator): an array of the parts. */
    static final OwnFunction SPLIT = function(
            "SPLIT",
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_ARRAY).andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            with(Function.SPLIT, TEXT, TEXT));

    /** GENERATE_SERIES(first, last [, step]): an array of numbers, and behind FROM a row for each. */
    static final OwnFunction GENERATE_SERIES = function(
            "GENERATE_SERIES",
            ReturnTypes.BIGINT.andThen(SqlTypeTransforms.TO_ARRAY).andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER)
                    .or(family(SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER)),
            Functions::sequence);

    /** An array whose elements may be null: of those side by side in UNNEST, the shorter ones are filled up. */
    static final OwnFunction ELEMENTS_OR_NULL = function(
            "ELEMENTS OR NULL",
            MillraceFunctions::withNullElements,
            OperandTypes.ARRAY,
            (call, operands) -> operands.get(0));

    /** Text that is JSON, where JSON is made: what stands before FORMAT JSON, and calls that make JSON. */
    static final OwnFunction AS_JSON =
            function("JSON AS JSON", ReturnTypes.ARG0, family(SqlTypeFamily.CHARACTER), JsonCalls::checked);

    /** SPLIT_INDEX(text, separator, index from 0). */
    static final OwnFunction SPLIT_INDEX = function(
            "SPLIT_INDEX",
            NULLABLE_TEXT,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
            with(Function.SPLIT_INDEX, TEXT, TEXT, INTEGER));

    /** REGEXP_EXTRACT(text, pattern [, group]). */
    static final OwnFunction REGEXP_EXTRACT = function(
            "REGEXP_EXTRACT",
            NULLABLE_TEXT,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)
                    .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER)),
            with(Function.REGEXP_EXTRACT, TEXT, TEXT, INTEGER));

    /** LPAD(text, length [, padding]). */
    static final OwnFunction LPAD =
            function("LPAD", ReturnTypes.VARCHAR_NULLABLE, padding(), TextFunctions.padded(Function.LPAD));

    /** RPAD(text, length [, padding]). */
    static final OwnFunction RPAD =
            function("RPAD", ReturnTypes.VARCHAR_NULLABLE, padding(), TextFunctions.padded(Function.RPAD));

    /** CONTAINS(text, part). */
    static final OwnFunction CONTAINS = function(
            "CONTAINS",
            ReturnTypes.BOOLEAN_NULLABLE,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            with(Function.CONTAINS, TEXT, TEXT));

    /** DATE_FORMAT(timestamp, pattern). */
    static final OwnFunction DATE_FORMAT = function(
            "DATE_FORMAT",
            ReturnTypes.VARCHAR_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.CHARACTER),
            DateTimes::format);

    /** TO_TIMESTAMP(text [, pattern]). */
    static final OwnFunction TO_TIMESTAMP = function(
            "TO_TIMESTAMP",
            TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.CHARACTER).or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)),
            DateTimes::toTimestamp);

    /** TO_DATE(text [, pattern of PostgreSQL]). */
    static final OwnFunction TO_DATE = function(
            "TO_DATE",
            ReturnTypes.DATE_NULLABLE,
            family(SqlTypeFamily.CHARACTER).or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)),
            DateTimes::toDate);

    /** TIMESTAMP_MILLIS(epoch milliseconds). */
    static final OwnFunction TIMESTAMP_MILLIS = function(
            "TIMESTAMP_MILLIS",
            TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.INTEGER),
            (call, operands) -> DateTimes.fromEpoch(call, operands.get(0), 1));

    /** TIMESTAMP_SECONDS(epoch seconds). */
    static final OwnFunction TIMESTAMP_SECONDS = function(
            "TIMESTAMP_SECONDS",
            TIMESTAMP.andThen(SqlTypeTransforms.TO_NULLABLE),
            family(SqlTypeFamily.INTEGER),
            (call, operands) -> DateTimes.fromEpoch(call, operands.get(0), 1000));

    /** UNIX_MILLIS(timestamp). */
    static final OwnFunction UNIX_MILLIS = function(
            "UNIX_MILLIS",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.TIMESTAMP),
            (call, operands) -> DateTimes.reinterpret(DateTimes.inMillis(operands.get(0)), Type.BIGINT));

    /** UNIX_SECONDS(timestamp). */
    static final OwnFunction UNIX_SECONDS = function(
            "UNIX_SECONDS",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.TIMESTAMP),
            (call, operands) -> Functions.of(Function.EXTRACT_EPOCH, call, operands));

    /** Text that is JSON, as such. */
    public static SqlFunction formatJson() {
        return AS_JSON;
    }

    /** The milliseconds from one time to another; TIMESTAMPDIFF in small units is made of it. */
    static final OwnFunction MILLISECONDS = function(
            "MILLISECONDS BETWEEN",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME),
            DateTimes.between(1));

    static final OwnFunction MICROSECONDS = function(
            "MICROSECONDS BETWEEN",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME),
            DateTimes.between(1_000));

    static final OwnFunction NANOSECONDS = function(
            "NANOSECONDS BETWEEN",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME),
            DateTimes.between(1_000_000));

    /** A timestamp so many microseconds later; TIMESTAMPADD is made of it. */
    static final OwnFunction MICROSECONDS_LATER = function(
            "MICROSECONDS LATER", binding -> stamp(binding, Ticks.MICRO_DIGITS), movable(), DateTimes.later(1_000));

    static final OwnFunction NANOSECONDS_LATER = function(
            "NANOSECONDS LATER", binding -> stamp(binding, Ticks.NANO_DIGITS), movable(), DateTimes.later(1_000_000));

    /** ROUND(number [, digits]), which can have one whole digit more than the number: 99.99 becomes 100.0. */
    static final OwnFunction ROUND = numeric(
            "ROUND",
            MillraceFunctions::rounded,
            SqlStdOperatorTable.ROUND.getOperandTypeChecker(),
            (call, operands) -> Arithmetic.rounded(Function.ROUND, call, operands));

    /** SIGN(number): of the number's type, or DECIMAL(1, 0) when that has no digit before the point. */
    static final OwnFunction SIGN = numeric(
            "SIGN",
            MillraceFunctions::sign,
            OperandTypes.NUMERIC,
            (call, operands) -> Functions.of(Function.SIGN, call, operands));

    /** DATE_TRUNC('unit', timestamp). */
    static final OwnFunction DATE_TRUNC = function(
            "DATE_TRUNC",
            ReturnTypes.ARG1_NULLABLE,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME),
            DateTimes::dateTrunc);

    /** DATE_PART('unit', time or interval). */
    static final OwnFunction DATE_PART = function(
            "DATE_PART",
            ReturnTypes.BIGINT_NULLABLE,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME)
                    .or(family(SqlTypeFamily.CHARACTER, SqlTypeFamily.DATETIME_INTERVAL)),
            Extracts::datePart);

    /** TO_CHAR(time, pattern of PostgreSQL). */
    static final OwnFunction TO_CHAR = function(
            "TO_CHAR",
            ReturnTypes.VARCHAR_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.CHARACTER),
            TimePatterns::toChar);

    /** REGEXP_CONTAINS(text, pattern). */
    static final OwnFunction REGEXP_CONTAINS = function(
            "REGEXP_CONTAINS",
            ReturnTypes.BOOLEAN_NULLABLE,
            family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            with(Function.REGEXP_LIKE, TEXT, TEXT));

    /** ADD_MONTHS(date or timestamp, months). */
    static final OwnFunction ADD_MONTHS = function(
            "ADD_MONTHS",
            ReturnTypes.ARG0_NULLABLE,
            family(SqlTypeFamily.DATETIME, SqlTypeFamily.INTEGER),
            with(Function.ADD_MONTHS, SAME, INTEGER));

    /** NOW(). */
    static final OwnFunction NOW = function("NOW", TIMESTAMP, OperandTypes.NILADIC, DateTimes::now);

    /** PROCTIME(), Flink's name of NOW(). */
    static final OwnFunction PROCTIME = function("PROCTIME", TIMESTAMP, OperandTypes.NILADIC, DateTimes::now);

    /** CURRENT_TIMESTAMP and LOCALTIMESTAMP in milliseconds. */
    static final SqlFunction CURRENT_TIMESTAMP = new Now("CURRENT_TIMESTAMP");

    static final SqlFunction LOCALTIMESTAMP = new Now("LOCALTIMESTAMP");

    static final List<OwnFunction> ALL = List.of(
            SPLIT,
            GENERATE_SERIES,
            ELEMENTS_OR_NULL,
            AS_JSON,
            SPLIT_INDEX,
            REGEXP_EXTRACT,
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
            DATE_PART,
            TO_CHAR,
            REGEXP_CONTAINS,
            ADD_MONTHS,
            MILLISECONDS,
            MICROSECONDS,
            NANOSECONDS,
            MICROSECONDS_LATER,
            NANOSECONDS_LATER,
            ROUND,
            SIGN,
            NOW,
            PROCTIME);

    private MillraceFunctions() {}

    /** What the validator knows them by. */
    public static List<SqlFunction> operators() {
        return Stream.concat(ALL.stream(), Stream.of(CURRENT_TIMESTAMP, LOCALTIMESTAMP))
                .toList();
    }

    /** GENERATE_SERIES, which is found in FROM as well. */
    public static SqlFunction generateSeries() {
        return GENERATE_SERIES;
    }

    /** The array, with a type whose elements may be null. */
    public static SqlFunction elementsOrNull() {
        return ELEMENTS_OR_NULL;
    }

    /** The time from one to another in milliseconds, microseconds or nanoseconds. */
    public static SqlCall between(TimeUnit unit, SqlParserPos position, SqlNode from, SqlNode to) {
        OwnFunction function =
                unit == TimeUnit.MILLISECOND ? MILLISECONDS : unit == TimeUnit.MICROSECOND ? MICROSECONDS : NANOSECONDS;
        return function.createCall(position, from, to);
    }

    /** A timestamp so many microseconds or nanoseconds later. */
    public static SqlCall later(TimeUnit unit, SqlParserPos position, SqlNode count, SqlNode time) {
        return (unit == TimeUnit.MICROSECOND ? MICROSECONDS_LATER : NANOSECONDS_LATER)
                .createCall(position, count, time);
    }

    /** A timestamp with at least so many digits. */
    private static RelDataType stamp(SqlOperatorBinding binding, int digits) {
        RelDataType time = binding.getOperandType(1);
        RelDataTypeFactory types = binding.getTypeFactory();
        boolean stamp = SqlTypeUtil.isTimestamp(time);
        RelDataType type = types.createSqlType(
                stamp ? time.getSqlTypeName() : SqlTypeName.TIMESTAMP,
                stamp ? Math.max(digits, time.getPrecision()) : digits);
        return types.createTypeWithNullability(
                type, time.isNullable() || binding.getOperandType(0).isNullable());
    }

    private static OwnFunction function(
            String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, CallTranslation translation) {
        return new OwnFunction(name, type, operands, translation);
    }

    private static OwnFunction numeric(
            String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands, CallTranslation translation) {
        return new OwnFunction(name, type, operands, SqlFunctionCategory.NUMERIC, translation);
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

    private static SqlOperandTypeChecker movable() {
        return family(SqlTypeFamily.INTEGER, SqlTypeFamily.TIMESTAMP)
                .or(family(SqlTypeFamily.INTEGER, SqlTypeFamily.DATE));
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
