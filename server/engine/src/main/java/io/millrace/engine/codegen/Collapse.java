package io.millrace.engine.codegen;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Project;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.Certainty;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collapses a chain of filters and projections into as few {@link Stage}s as possible.
 *
 * <p>Projections are inlined into what follows, except where an expensive expression would then be computed more than once: there
 * a new stage begins. What a projection computes is computed for every row that the filters let pass, also when nothing that follows
 * reads it, in case that it fails. Conjuncts that cannot fail and cost little are tested first; those of different filters keep their order.
 */
public final class Collapse {

    private final List<Stage> stages = new ArrayList<>();
    private RowType input;
    private List<Expression> conjuncts = new ArrayList<>();
    private List<Expression> outputs;
    /** What projections computed that others follow. */
    private List<Expression> passed = new ArrayList<>();

    private Collapse(RowType input) {
        begin(input);
    }

    public static List<Stage> stages(List<DStream> chain, RowType input) {
        Collapse collapse = new Collapse(input);
        for (DStream step : chain) {
            if (step instanceof Filter filter) {
                collapse.filter(filter.predicate());
            } else if (step instanceof Project project) {
                collapse.project(project.expressions());
            } else {
                throw new IllegalStateException(step.getClass().getSimpleName() + " is not part of a linear chain");
            }
        }
        collapse.end();
        return collapse.stages;
    }

    /** A stage that only selects, over the columns of two rows; its outputs are the columns that the predicate reads. */
    public static Stage predicate(Expression predicate, RowType left, RowType right) {
        List<Field> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        List<Expression> read = Rewriting.parts(predicate)
                .filter(ColumnReference.class::isInstance)
                .distinct()
                .toList();
        return new Stage(new RowType(fields), sortedConjuncts(predicate).toList(), read, List.of());
    }

    private static Stream<Expression> sortedConjuncts(Expression predicate) {
        return Rewriting.conjuncts(predicate)
                .sorted(Comparator.comparing(Traits::mayFail).thenComparing(Traits::cost));
    }

    private void begin(RowType rowType) {
        input = rowType;
        conjuncts = new ArrayList<>();
        passed = new ArrayList<>();
        outputs = Rewriting.references(rowType);
    }

    /** Ends the stage with what it has, and begins the next over its output. */
    private void cut() {
        List<Expression> computed = outputs;
        end();
        begin(rowType(computed));
    }

    private static RowType rowType(List<Expression> expressions) {
        List<Field> fields = new ArrayList<>();
        for (Expression expression : expressions) {
            fields.add(new Field("c" + fields.size(), expression.type(), Traits.nullable(expression)));
        }
        return new RowType(fields);
    }

    private void filter(Expression predicate) {
        if (repeats(Stream.concat(Stream.of(predicate), Rewriting.references(rowType(outputs)).stream()))) {
            cut();
        }
        sortedConjuncts(Rewriting.inline(predicate, outputs)).forEach(conjuncts::add);
    }

    private void project(List<Expression> expressions) {
        if (repeats(expressions.stream())) {
            cut();
        }
        passed.addAll(outputs);
        outputs = expressions.stream().map(e -> Rewriting.inline(e, outputs)).toList();
    }

    /** Whether inlining would compute an expensive output more than once. */
    private boolean repeats(Stream<Expression> users) {
        Map<Integer, Long> uses = users.flatMap(e -> Rewriting.columns(e).distinct())
                .collect(Collectors.groupingBy(index -> index, Collectors.counting()));
        return uses.entrySet().stream()
                .anyMatch(use -> use.getValue() > 1 && Traits.cost(outputs.get(use.getKey())) >= Traits.EXPENSIVE);
    }

    /** Ends the last stage; expensive expressions that several outputs share become columns of a stage before it. */
    private void end() {
        List<Expression> checks = new Certainty(conjuncts, outputs).missing(passed);
        Set<Expression> shared = shared();
        if (shared.isEmpty()) {
            stages.add(new Stage(input, conjuncts, outputs, checks));
            return;
        }
        List<Expression> columns = new ArrayList<>(new LinkedHashSet<>(outputs.stream()
                .flatMap(Rewriting::parts)
                .filter(ColumnReference.class::isInstance)
                .toList()));
        columns.addAll(shared);
        stages.add(new Stage(input, conjuncts, columns, checks));
        RowType between = rowType(columns);
        List<Expression> references = Rewriting.references(between);
        Map<Expression, Expression> replacements = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            replacements.put(columns.get(i), references.get(i));
        }
        List<Expression> rewritten = outputs.stream()
                .map(output -> Rewriting.replace(output, part -> replacements.getOrDefault(part, part)))
                .toList();
        stages.add(new Stage(between, List.of(), rewritten, List.of()));
    }

    /** Expensive parts that are computed for every row by one output and appear in another one. */
    private Set<Expression> shared() {
        Map<Expression, Long> uses = outputs.stream()
                .distinct()
                .flatMap(output -> Rewriting.parts(output).distinct())
                .filter(part -> Traits.cost(part) >= Traits.EXPENSIVE)
                .collect(Collectors.groupingBy(part -> part, Collectors.counting()));
        Set<Expression> shared = new LinkedHashSet<>();
        outputs.forEach(output ->
                eager(output).filter(part -> uses.getOrDefault(part, 0L) > 1).forEach(shared::add));
        Set<Expression> inner =
                shared.stream().flatMap(part -> Rewriting.parts(part).skip(1)).collect(Collectors.toSet());
        shared.removeAll(inner);
        return shared;
    }

    /** The parts that are computed whenever the expression is. */
    private static Stream<Expression> eager(Expression expression) {
        List<Expression> arguments = Rewriting.arguments(expression);
        if (expression instanceof Call call && !arguments.isEmpty()) {
            Function function = call.function();
            boolean lazy = function == Function.CASE
                    || function == Function.COALESCE
                    || function == Function.AND
                    || function == Function.OR;
            arguments = lazy ? arguments.subList(0, 1) : arguments;
        }
        return Stream.concat(Stream.of(expression), arguments.stream().flatMap(Collapse::eager));
    }
}
