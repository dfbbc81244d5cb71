package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which parts of expressions are computed for every row, so that a row that fails there fails whatever else is computed of it.
 *
 * <p>Not certain are the later branches of CASE and its like, and the arguments beside one that may be null, since a null decides
 * alone.
 */
public final class Certainty {

    private static final Set<Function> LAZY =
            EnumSet.of(Function.CASE, Function.COALESCE, Function.AND, Function.OR, Function.CONCAT_WS);

    /** Look at the null of their argument, not at its value. */
    private static final Set<Function> NULL_TESTS = EnumSet.of(Function.IS_NULL, Function.IS_NOT_NULL);

    private final List<Expression> conditions;
    private final List<Expression> computed;
    private Set<Expression> certain;

    /**
     * @param conditions of which all rows are known that they hold
     * @param computed what is computed of each row
     */
    public Certainty(List<Expression> conditions, List<Expression> computed) {
        this.conditions = conditions;
        this.computed = computed;
    }

    /**
     * What must be computed besides, so that rows fail that would fail if some expressions were computed for themselves.
     *
     * @param unread expressions that nobody computes for themselves
     */
    public List<Expression> missing(List<Expression> unread) {
        if (unread.stream().noneMatch(Traits::mayFail)) {
            return List.of();
        }
        if (certain == null) {
            certain = new HashSet<>();
            conditions.stream().flatMap(Certainty::whenTrue).forEach(certain::add);
            computed.stream().flatMap(Certainty::always).forEach(certain::add);
        }
        return unread.stream()
                .flatMap(Certainty::failing)
                .filter(expression -> !certain.contains(expression))
                .distinct()
                .toList();
    }

    /** The parts that decide alone whether an expression fails. */
    private static Stream<Expression> failing(Expression expression) {
        if (!Traits.mayFail(expression)) {
            return Stream.empty();
        }
        List<Expression> certain = certainArguments(expression).toList();
        boolean itself = !(expression instanceof Call call) || Traits.callMayFail(call);
        boolean passesOn =
                Rewriting.arguments(expression).stream().filter(Traits::mayFail).allMatch(certain::contains);
        return itself || !passesOn ? Stream.of(expression) : certain.stream().flatMap(Certainty::failing);
    }

    /** The parts that are computed whenever the expression is. */
    private static Stream<Expression> always(Expression expression) {
        return Stream.concat(Stream.of(expression), certainArguments(expression).flatMap(Certainty::always));
    }

    private static Stream<Expression> certainArguments(Expression expression) {
        List<Expression> arguments = Rewriting.arguments(expression);
        if (!(expression instanceof Call call) || arguments.isEmpty()) {
            return arguments.stream();
        }
        if (LAZY.contains(call.function())) {
            return Stream.of(arguments.get(0));
        }
        if (NULL_TESTS.contains(call.function())) {
            return Stream.empty();
        }
        return IntStream.range(0, arguments.size())
                .filter(argument -> IntStream.range(0, arguments.size())
                        .noneMatch(other -> other != argument && Traits.nullable(arguments.get(other))))
                .mapToObj(arguments::get);
    }

    /** The parts that were computed when a condition is known to be true. */
    private static Stream<Expression> whenTrue(Expression condition) {
        if (condition instanceof Call call && call.function() == Function.AND) {
            return call.arguments().stream().flatMap(Certainty::whenTrue);
        }
        return withValue(condition);
    }

    /** The parts that were computed when an expression is known to have a value: of a strict one all. */
    private static Stream<Expression> withValue(Expression expression) {
        boolean strict = expression instanceof Call call
                && !LAZY.contains(call.function())
                && !Traits.neverNull(call.function());
        return strict
                ? Stream.concat(
                        Stream.of(expression),
                        Rewriting.arguments(expression).stream().flatMap(Certainty::withValue))
                : always(expression);
    }
}
