package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.SourceCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts large expressions into parts that get methods of their own, since HotSpot does not compile methods beyond 8,000 bytecodes
 * and the class format allows none beyond 64 KB.
 */
public final class Outline {

    /** The most calls, columns and literals in one method. */
    private static final int LIMIT = 100;

    /** Parts below this weight are cut off only when the limit is far exceeded. */
    private static final int WORTHWHILE = 12;

    /** What is left of a part where it is called. */
    private static final int CALL = 2;

    /** The most arguments, or branches of CASE, that stay together. */
    private static final int TOGETHER = 8;

    private final Set<Expression> parts = new HashSet<>();
    private final Map<Expression, Integer> weights = new HashMap<>();

    private Outline() {}

    /** The parts of an expression that get methods of their own. */
    public static Set<Expression> parts(Expression expression) {
        Outline outline = new Outline();
        outline.weigh(expression);
        return outline.parts;
    }

    private int weigh(Expression expression) {
        Integer known = weights.get(expression);
        if (known != null) {
            return known;
        }
        List<Expression> heaviest = new ArrayList<>(Rewriting.arguments(expression));
        int weight = 1;
        for (Expression argument : heaviest) {
            weight += weigh(argument);
        }
        heaviest.sort(Comparator.comparing((Expression argument) -> -weights.get(argument)));
        for (Expression argument : heaviest) {
            boolean large = weight > LIMIT && weights.get(argument) >= WORTHWHILE || weight > 3 * LIMIT;
            if (large && (argument instanceof Call || argument instanceof SourceCall)) {
                weight -= weights.get(argument) - CALL;
                weights.put(argument, CALL);
                parts.add(argument);
            }
        }
        weights.put(expression, weight);
        return weight;
    }

    /** The same expression with long lists of arguments nested, so that they can be cut. */
    public static Expression nested(Expression expression) {
        return Rewriting.rebuild(expression, part -> part instanceof Call call ? nestedCall(call) : part);
    }

    private static Expression nestedCall(Call call) {
        Function function = call.function();
        int size = call.arguments().size();
        if (function == Function.CASE && size > 2 * TOGETHER + 1) {
            List<Expression> first = new ArrayList<>(call.arguments().subList(0, 2 * TOGETHER));
            first.add(nestedCall(call.withArguments(call.arguments().subList(2 * TOGETHER, size))));
            return call.withArguments(first);
        }
        boolean associative = function == Function.AND || function == Function.OR || function == Function.CONCAT;
        if (!associative || size <= TOGETHER) {
            return call;
        }
        List<Expression> groups = new ArrayList<>();
        for (int from = 0; from < size; from += TOGETHER) {
            List<Expression> group = call.arguments().subList(from, Math.min(size, from + TOGETHER));
            groups.add(group.size() == 1 ? group.get(0) : call.withArguments(group));
        }
        return nestedCall(call.withArguments(groups));
    }
}
