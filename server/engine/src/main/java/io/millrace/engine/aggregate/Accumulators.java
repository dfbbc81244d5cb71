package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** Chooses the accumulator of an aggregate call. */
final class Accumulators {

    private Accumulators() {}

    /** @param appendOnly whether no row of the input is ever taken back */
    static Accumulator of(
            AggregateCall call, RowType input, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        AggregateFunction function = call.function();
        return switch (function) {
            case COUNT -> new CountAccumulator(versions);
            case SUM, SUM0, AVG -> sum(function, argument(call, input), call.type(), versions);
            case MIN, ANY_VALUE -> extreme(false, function, argument(call, input), appendOnly, versions, compiler);
            case MAX -> extreme(true, function, argument(call, input), appendOnly, versions, compiler);
            case SINGLE_VALUE -> new SingleValueAccumulator(argument(call, input), versions, compiler);
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP ->
                new VarianceAccumulator(function, numeric(function, argument(call, input)), call.type(), versions);
            case BOOL_AND, BOOL_OR -> new BooleanAccumulator(function, versions);
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY -> pairs(call, input, versions);
            case REGR_SXX, REGR_SYY, REGR_SXY, REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> pairs(call, input, versions);
            case BIT_AND, BIT_OR, BIT_XOR -> new BitAccumulator(function, argument(call, input), versions);
            case LISTAGG,
                    ARRAY_AGG,
                    JSON_ARRAYAGG,
                    JSON_OBJECTAGG,
                    FIRST_VALUE,
                    LAST_VALUE,
                    MIN_BY,
                    MAX_BY,
                    PERCENTILE_CONT,
                    PERCENTILE_DISC,
                    MODE -> new ArrangedAccumulator(call, input, appendOnly, versions, compiler);
        };
    }

    private static Type argument(AggregateCall call, RowType input) {
        return input.type(call.arguments().get(0));
    }

    private static Accumulator pairs(AggregateCall call, RowType input, Versions versions) {
        Type y = numeric(call.function(), argument(call, input));
        Type x = numeric(call.function(), input.type(call.arguments().get(1)));
        return new CorrelationAccumulator(call.function(), y, x, versions);
    }

    private static Accumulator sum(AggregateFunction function, Type argument, Type type, Versions versions) {
        return switch (numeric(function, argument).layout()) {
            case INT, LONG -> new LongSumAccumulator(function, argument, type, versions);
            case DOUBLE -> new DoubleSumAccumulator(function, type, versions);
            case DECIMAL -> new DecimalSumAccumulator(function, type, versions);
            case BOOLEAN, BYTES, ARRAY -> throw new IllegalStateException(argument + " is not numeric");
        };
    }

    private static Type numeric(AggregateFunction function, Type type) {
        Layout layout = type.layout();
        if (layout == Layout.BOOLEAN || layout == Layout.BYTES || layout == Layout.ARRAY) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    function + " cannot be computed of " + type.sql() + "; cast it to a number");
        }
        return type;
    }

    private static Accumulator extreme(
            boolean greatest,
            AggregateFunction function,
            Type type,
            boolean appendOnly,
            Versions versions,
            ClassCompiler compiler) {
        if (type.layout() == Layout.BOOLEAN) {
            return new BooleanAccumulator(function, versions);
        }
        if (!appendOnly || type.layout() == Layout.ARRAY) {
            return new RetractableExtreme(greatest, type, versions, compiler);
        }
        return switch (type.layout()) {
            case INT, LONG, DOUBLE -> new NumberExtreme(greatest, type.layout(), versions);
            case BYTES, DECIMAL -> new ValueExtreme(greatest, type, versions);
            case BOOLEAN, ARRAY -> throw new IllegalStateException(type + " was served above");
        };
    }
}
