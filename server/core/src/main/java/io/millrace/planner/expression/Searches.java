package io.millrace.planner.expression;

import com.google.common.collect.Range;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.Sarg;

/** Translates SEARCH, Calcite's form of IN and of ranges. */
final class Searches {

    private Searches() {}

    static Expression translate(RexCall call, ExpressionTranslator translator, RexBuilder rex) {
        RexLiteral literal = (RexLiteral) call.getOperands().get(1);
        Sarg<?> sarg = literal.getValueAs(Sarg.class);
        boolean excluded = sarg.isComplementedPoints();
        if (!sarg.isPoints() && !excluded) {
            return translator.translate(RexUtil.expandSearch(rex, null, call));
        }
        Set<? extends Range<?>> points = (excluded ? sarg.negate() : sarg).rangeSet.asRanges();
        if (points.size() < 2) {
            return translator.translate(RexUtil.expandSearch(rex, null, call));
        }
        RexNode operand = call.getOperands().get(0);
        Expression value = translator.translate(operand);
        List<Expression> arguments = new ArrayList<>(List.of(value));
        for (Range<?> point : points) {
            arguments.add(member(translator.translate(constant(rex, point, literal.getType())), value.type()));
        }
        if (!arguments.stream().skip(1).allMatch(Literal.class::isInstance)) {
            return translator.translate(RexUtil.expandSearch(rex, null, call));
        }
        Expression in = new Call(Function.IN, arguments, Type.BOOLEAN, value.nullable());
        Expression search = excluded ? new Call(Function.NOT, List.of(in), Type.BOOLEAN, value.nullable()) : in;
        return withNulls(search, value, sarg.nullAs);
    }

    /** A constant in the type of what is searched; an exact number that this type does not hold stays as it is, and is not found. */
    private static Expression member(Expression constant, Type type) {
        if (Casts.isText(type)) {
            return type.kind() == TypeKind.CHAR ? Casts.cast(constant, type) : constant;
        }
        return constant instanceof Literal literal && Casts.isExact(literal.type()) && Casts.isExact(type)
                ? Casts.fold(literal, type).orElse(literal)
                : Casts.cast(constant, type);
    }

    private static RexNode constant(RexBuilder rex, Range<?> point, RelDataType type) {
        return rex.makeLiteral(point.lowerEndpoint(), type, true, true);
    }

    private static Expression withNulls(Expression search, Expression value, RexUnknownAs nullAs) {
        return switch (nullAs) {
            case UNKNOWN -> search;
            case TRUE ->
                new Call(
                        Function.OR,
                        List.of(new Call(Function.IS_NULL, List.of(value), Type.BOOLEAN, false), search),
                        Type.BOOLEAN,
                        false);
            case FALSE ->
                new Call(
                        Function.AND,
                        List.of(new Call(Function.IS_NOT_NULL, List.of(value), Type.BOOLEAN, false), search),
                        Type.BOOLEAN,
                        false);
        };
    }
}
