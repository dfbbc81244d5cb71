package io.millrace.planner.validation;

import io.millrace.spi.error.ErrorCode;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWithinGroupOperator;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/**
 * The aggregates that see their rows in an order, with types that say when they are null. Those that leave nulls out although they are
 * asked to keep them by default, and those of values that are JSON, are functions of their own, whose names nobody can write.
 */
public final class ArrangedAggregates {

    /** Ends the names of percentiles of frames, whose fraction comes behind the value. */
    public static final String OVER = " OVER";

    static final String OF_JSON = " OF JSON";

    private static final String IGNORE_NULLS = " IGNORE NULLS";

    private static final SqlReturnTypeInference TEXT = optional(ReturnTypes.VARCHAR);
    private static final SqlReturnTypeInference ARRAY = optional(ReturnTypes.ARG0.andThen(SqlTypeTransforms.TO_ARRAY));

    static final SqlAggFunction LISTAGG =
            arranged("LISTAGG", SqlKind.LISTAGG, TEXT, OperandTypes.STRING.or(OperandTypes.STRING_STRING));

    static final SqlAggFunction PERCENTILE_CONT =
            percentile("PERCENTILE_CONT", SqlKind.PERCENTILE_CONT, ArrangedAggregates::interpolated);
    static final SqlAggFunction PERCENTILE_DISC =
            percentile("PERCENTILE_DISC", SqlKind.PERCENTILE_DISC, ArrangedAggregates::chosen);

    private static final SqlOperandTypeChecker PAIR = OperandTypes.family(SqlTypeFamily.ANY, SqlTypeFamily.ANY);
    private static final SqlOperandTypeChecker FIELD = OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.ANY);
    private static final SqlOperandTypeChecker FRACTION = OperandTypes.sequence(
            "'PERCENTILE(<ANY>, <FRACTION>)'", OperandTypes.ANY, OperandTypes.UNIT_INTERVAL_NUMERIC_LITERAL);

    static final List<SqlOperator> ALL = List.of(
            unordered("PERCENTILE_CONT" + OVER, optional(ReturnTypes.DOUBLE), FRACTION),
            unordered("PERCENTILE_CONT_DESC" + OVER, optional(ReturnTypes.DOUBLE), FRACTION),
            unordered("PERCENTILE_DISC" + OVER, optional(ReturnTypes.ARG0), FRACTION),
            unordered("PERCENTILE_DISC_DESC" + OVER, optional(ReturnTypes.ARG0), FRACTION),
            LISTAGG,
            PERCENTILE_CONT,
            PERCENTILE_DISC,
            arranged("ARRAY_AGG", SqlKind.OTHER_FUNCTION, ARRAY, OperandTypes.ANY),
            arranged("ARRAY_AGG" + IGNORE_NULLS, SqlKind.OTHER_FUNCTION, ARRAY, OperandTypes.ANY),
            arranged("JSON_ARRAYAGG", SqlKind.OTHER_FUNCTION, TEXT, OperandTypes.ANY),
            arranged("JSON_ARRAYAGG" + IGNORE_NULLS, SqlKind.OTHER_FUNCTION, TEXT, OperandTypes.ANY),
            arranged("JSON_ARRAYAGG" + OF_JSON, SqlKind.OTHER_FUNCTION, TEXT, OperandTypes.ANY),
            arranged("JSON_ARRAYAGG" + OF_JSON + IGNORE_NULLS, SqlKind.OTHER_FUNCTION, TEXT, OperandTypes.ANY),
            unordered("JSON_OBJECTAGG" + OF_JSON, TEXT, FIELD),
            unordered("JSON_OBJECTAGG" + OF_JSON + IGNORE_NULLS, TEXT, FIELD),
            unordered("JSON_OBJECTAGG", TEXT, FIELD),
            unordered("JSON_OBJECTAGG" + IGNORE_NULLS, TEXT, FIELD),
            arranged("FIRST_VALUE", SqlKind.FIRST_VALUE, ReturnTypes.ARG0_NULLABLE_IF_EMPTY, OperandTypes.ANY),
            arranged(
                    "FIRST_VALUE" + IGNORE_NULLS, SqlKind.OTHER_FUNCTION, optional(ReturnTypes.ARG0), OperandTypes.ANY),
            arranged("LAST_VALUE", SqlKind.LAST_VALUE, ReturnTypes.ARG0_NULLABLE_IF_EMPTY, OperandTypes.ANY),
            arranged("LAST_VALUE" + IGNORE_NULLS, SqlKind.OTHER_FUNCTION, optional(ReturnTypes.ARG0), OperandTypes.ANY),
            unordered("ARG_MIN", optional(ReturnTypes.ARG0), PAIR),
            unordered("ARG_MAX", optional(ReturnTypes.ARG0), PAIR),
            unordered("MODE", optional(ReturnTypes.ARG0), OperandTypes.ANY));

    private ArrangedAggregates() {}

    /** The function of a name as it is written, or that which leaves nulls out. */
    public static SqlAggFunction named(String name, boolean ignoreNulls) {
        String wanted = ignoreNulls ? name + IGNORE_NULLS : name;
        return ALL.stream()
                .filter(function -> function.getName().equals(wanted))
                .map(SqlAggFunction.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Whether there is a function of that name that leaves nulls out. */
    static boolean canIgnoreNulls(String name) {
        return ALL.stream().anyMatch(function -> function.getName().equals(name + IGNORE_NULLS));
    }

    /** Whether a function leaves nulls out that another of its name does not. */
    public static boolean ignoresNulls(SqlAggFunction function) {
        return function.getName().endsWith(IGNORE_NULLS);
    }

    /** Whether a function collects texts that are JSON themselves. */
    public static boolean isOfJson(SqlAggFunction function) {
        return function.getName().contains(OF_JSON);
    }

    /** The name that is written. */
    public static String writtenName(SqlAggFunction function) {
        return function.getName().replace(IGNORE_NULLS, "").replace(OF_JSON, "");
    }

    private static SqlAggFunction arranged(
            String name, SqlKind kind, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicAggFunction.create(name, kind, type, operands)
                .withFunctionType(SqlFunctionCategory.SYSTEM)
                .withAllowsNullTreatment(kind == SqlKind.FIRST_VALUE || kind == SqlKind.LAST_VALUE)
                .withGroupOrder(Optionality.OPTIONAL);
    }

    private static SqlAggFunction unordered(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicAggFunction.create(name, SqlKind.OTHER_FUNCTION, type, operands)
                .withFunctionType(SqlFunctionCategory.SYSTEM);
    }

    private static SqlAggFunction percentile(String name, SqlKind kind, SqlReturnTypeInference type) {
        return SqlBasicAggFunction.create(name, kind, type, OperandTypes.UNIT_INTERVAL_NUMERIC_LITERAL)
                .withFunctionType(SqlFunctionCategory.SYSTEM)
                .withGroupOrder(Optionality.MANDATORY)
                .withPercentile(true)
                .withAllowsFraming(false);
    }

    private static RelDataType interpolated(SqlOperatorBinding binding) {
        RelDataType type = binding.getTypeFactory().createSqlType(SqlTypeName.DOUBLE);
        return nullable(binding, type, ordered(binding).isNullable());
    }

    private static RelDataType chosen(SqlOperatorBinding binding) {
        RelDataType type = ordered(binding);
        return nullable(binding, type, type.isNullable());
    }

    /** The type of what the rows are ordered by. */
    private static RelDataType ordered(SqlOperatorBinding binding) {
        boolean withinGroup = !(binding instanceof SqlCallBinding)
                || binding instanceof SqlWithinGroupOperator.PercentileDiscCallBinding;
        if (!withinGroup) {
            String name = binding.getOperator().getName();
            throw ValidationFailure.at(
                    ErrorCode.INVALID_QUERY,
                    ((SqlCallBinding) binding).getCall(),
                    name + " needs WITHIN GROUP (ORDER BY x) behind it");
        }
        return binding.getCollationType();
    }

    /** The type, nullable when an argument is and when there can be no rows. */
    static SqlReturnTypeInference optional(SqlReturnTypeInference type) {
        return binding -> nullable(
                binding,
                type.inferReturnType(binding),
                binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable));
    }

    private static RelDataType nullable(SqlOperatorBinding binding, RelDataType type, boolean byArgument) {
        boolean nullable = byArgument || binding.hasEmptyGroup() || binding.hasFilter();
        return binding.getTypeFactory().createTypeWithNullability(type, nullable);
    }
}
