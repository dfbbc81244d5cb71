package io.millrace.planner.expression.library;

import io.millrace.dstream.expression.Function;
import io.millrace.planner.expression.OwnFunction;
import io.millrace.planner.expression.Variants;
import java.util.List;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Functions of VARIANT values. */
public final class VariantFunctions {

    /** TRY_PARSE_JSON(text). */
    private static final OwnFunction TRY_PARSE_JSON = new OwnFunction(
            "TRY_PARSE_JSON",
            ReturnTypes.VARIANT.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            OperandTypes.family(SqlTypeFamily.CHARACTER),
            (call, operands) -> Variants.of(Function.TRY_PARSE_JSON, call, operands));

    /** TYPEOF(variant). */
    private static final OwnFunction TYPEOF = new OwnFunction(
            "TYPEOF",
            ReturnTypes.VARCHAR_NULLABLE,
            OperandTypes.family(SqlTypeFamily.VARIANT),
            (call, operands) -> Variants.of(Function.TYPE_OF, call, operands));

    /** VARIANTNULL(): JSON's null. */
    private static final OwnFunction VARIANTNULL = new OwnFunction(
            "VARIANTNULL", ReturnTypes.VARIANT, OperandTypes.NILADIC, (call, operands) -> Variants.jsonNull());

    /** A VARIANT that is a number, NULL for others: what is compared with numbers, so that a value of another kind is unknown beside one. */
    private static final OwnFunction NUMBER = new OwnFunction(
            "NUMBER IN VARIANT",
            ReturnTypes.VARIANT.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            OperandTypes.family(SqlTypeFamily.VARIANT),
            (call, operands) -> Variants.of(Function.VARIANT_NUMBER, call, operands));

    static final List<OwnFunction> ALL = List.of(
            Variants.parseJson(), TRY_PARSE_JSON, Variants.toJson(), Variants.elements(), TYPEOF, VARIANTNULL, NUMBER);

    private VariantFunctions() {}

    /** The number in a VARIANT, beside which a number stands. */
    public static OwnFunction number() {
        return NUMBER;
    }
}
