package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;

import io.millrace.dstream.DStream;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.MatchRecognize.Definition;
import io.millrace.dstream.MatchRecognize.Skip;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.MatchValue.Aggregated;
import io.millrace.dstream.pattern.MatchValue.Classifier;
import io.millrace.dstream.pattern.MatchValue.MatchNumber;
import io.millrace.dstream.pattern.MatchValue.Navigation;
import io.millrace.dstream.pattern.MatchValue.Place;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Row patterns as the operator and as {@link NaiveMatch} understand them. */
final class MatchNodes {

    static final List<String> NAMES = List.of("A", "B", "C");
    static final int A = 0;
    static final int B = 1;

    static final List<SortKey> BY_TIME = List.of(new SortKey(1, false, false));
    static final AfterMatch PAST_LAST = new AfterMatch(Skip.PAST_LAST_ROW, List.of());

    static DStream input() {
        return source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT);
    }

    static RowPattern variable(int variable) {
        return new RowPattern.Variable(variable);
    }

    static RowPattern sequence(RowPattern... parts) {
        return new RowPattern.Concatenation(List.of(parts));
    }

    static RowPattern many(RowPattern part, int least) {
        return new RowPattern.Quantified(part, least, RowPattern.Quantified.UNBOUNDED, false);
    }

    static Navigation value(List<Integer> variables, boolean first, int offset, int shift, boolean running) {
        return new Navigation(new Place(variables, first, offset, shift, running), 2, Type.BIGINT, true);
    }

    static Aggregated aggregate(AggregateFunction function, List<Integer> variables, boolean running) {
        OptionalInt column = function == AggregateFunction.COUNT ? OptionalInt.empty() : OptionalInt.of(2);
        return new Aggregated(function, variables, column, running, Type.BIGINT, true);
    }

    static Expression column(int index, Type type) {
        return new ColumnReference(index, type, true);
    }

    static Expression compared(Function comparison, Expression left, Expression right) {
        return new Call(comparison, List.of(left, right), Type.BOOLEAN, true);
    }

    static Expression number(long value) {
        return Literal.of(value, Type.BIGINT);
    }

    /** A condition as the operator and as the naive matcher understand it. */
    record Condition(List<MatchValue> values, Expression predicate, NaiveMatch.Condition naive) {}

    static boolean less(Long left, Long right) {
        return left != null && right != null && left < right;
    }

    static Condition condition(int kind, int own, int other, long constant) {
        Navigation current = value(List.of(), false, 0, 0, true);
        Expression first = column(0, Type.BIGINT);
        Expression second = column(1, Type.BIGINT);
        return switch (kind) {
            case 0 ->
                new Condition(
                        List.of(current),
                        compared(Function.LESS, first, number(constant)),
                        path -> less(path.value(path.last()), constant));
            case 1 ->
                new Condition(
                        List.of(value(List.of(own), false, 0, 0, true), value(List.of(own), false, 0, -1, true)),
                        compared(Function.GREATER, first, second),
                        path -> less(path.value(path.last() - 1), path.value(path.last())));
            case 2 ->
                new Condition(
                        List.of(current, value(List.of(), false, 0, 2, true)),
                        compared(Function.LESS, first, second),
                        path -> less(path.value(path.last()), path.value(path.last() + 2)));
            case 3 ->
                new Condition(
                        List.of(current, value(List.of(other), false, 0, 0, true)),
                        compared(Function.GREATER, first, second),
                        path -> less(at(path, path.rowsOf(other), -1), path.value(path.last())));
            case 4 ->
                new Condition(
                        List.of(current, value(List.of(own), false, 1, -1, true)),
                        compared(Function.LESS, first, second),
                        path -> {
                            List<Integer> rows = path.rowsOf(own);
                            return rows.size() > 1
                                    && less(path.value(path.last()), path.value(rows.get(rows.size() - 2) - 1));
                        });
            case 5 ->
                new Condition(
                        List.of(aggregate(AggregateFunction.SUM, List.of(own), true)),
                        compared(Function.LESS, first, number(constant * 2)),
                        path -> less(sum(path, path.rowsOf(own)), constant * 2));
            case 6 ->
                new Condition(
                        List.of(aggregate(AggregateFunction.COUNT, List.of(), true)),
                        compared(Function.LESS, first, number(constant)),
                        path -> path.variables().size() < constant);
            default ->
                new Condition(
                        List.of(current, value(List.of(), true, 0, 0, true), new MatchNumber()),
                        compared(Function.LESS_OR_EQUAL, second, first),
                        path -> {
                            Long begin = path.value(path.start());
                            Long now = path.value(path.last());
                            return begin != null && now != null && begin <= now;
                        });
        };
    }

    static Long at(NaiveMatch.Path path, List<Integer> rows, int index) {
        int place = index < 0 ? rows.size() + index : index;
        return place < 0 || place >= rows.size() ? null : path.value(rows.get(place));
    }

    static Long sum(NaiveMatch.Path path, List<Integer> rows) {
        List<Long> values =
                rows.stream().map(path::value).filter(Objects::nonNull).toList();
        return values.isEmpty()
                ? null
                : values.stream().mapToLong(Long::longValue).sum();
    }

    /** What is given out after the columns of the input row. */
    static List<MatchValue> measures(boolean running) {
        return List.of(
                new MatchNumber(),
                new Classifier(new Place(List.of(), false, 0, 0, running)),
                value(List.of(A), true, 0, 0, running),
                value(List.of(B), false, 1, 0, false),
                value(List.of(A, B), false, 0, -1, running),
                value(List.of(), false, 0, 1, false),
                aggregate(AggregateFunction.COUNT, List.of(A), running),
                aggregate(AggregateFunction.SUM, List.of(), running),
                aggregate(AggregateFunction.MAX, List.of(B), false));
    }

    static String naiveMeasures(NaiveMatch.Match match, NaiveMatch.Path seen) {
        NaiveMatch.Path all = match.path();
        List<Integer> both = new ArrayList<>();
        for (int i = 0; i < seen.variables().size(); i++) {
            if (seen.variables().get(i) <= B) {
                both.add(seen.start() + i);
            }
        }
        List<Integer> every = new ArrayList<>();
        for (int i = 0; i < seen.variables().size(); i++) {
            every.add(seen.start() + i);
        }
        List<Object> values = new ArrayList<>();
        values.add(match.number());
        values.add(
                seen.variables().isEmpty()
                        ? null
                        : NAMES.get(seen.variables().get(seen.variables().size() - 1)));
        values.add(at(seen, seen.rowsOf(A), 0));
        values.add(at(all, all.rowsOf(B), -2));
        values.add(both.isEmpty() ? null : all.value(both.get(both.size() - 1) - 1));
        values.add(all.variables().isEmpty() ? null : all.value(all.last() + 1));
        values.add(seen.rowsOf(A).size());
        values.add(sum(seen, every));
        values.add(all.rowsOf(B).stream()
                .map(all::value)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .orElse(null));
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append('|').append(value == null ? "~" : value));
        return text.toString();
    }

    static MatchRecognize node(
            RowPattern pattern, List<Definition> definitions, boolean allRows, AfterMatch after, OptionalLong within) {
        return node(pattern, definitions, measures(allRows), allRows, after, within);
    }

    /** One row per match: its first row, the values of its first and last row. */
    static MatchRecognize simple(RowPattern pattern, OptionalLong within, Definition... definitions) {
        List<MatchValue> values = List.of(value(List.of(), true, 0, 0, false), value(List.of(), false, 0, 0, false));
        return node(pattern, List.of(definitions), values, false, PAST_LAST, within);
    }

    static MatchRecognize node(
            RowPattern pattern,
            List<Definition> definitions,
            List<MatchValue> values,
            boolean allRows,
            AfterMatch after,
            OptionalLong within) {
        List<Expression> outputs = new ArrayList<>();
        List<Type> types = new ArrayList<>(List.of(Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT));
        values.forEach(value -> types.add(value.type()));
        for (int i = 0; i < types.size(); i++) {
            outputs.add(column(i, types.get(i)));
        }
        return new MatchRecognize(
                input(),
                List.of(0),
                BY_TIME,
                OptionalInt.of(1),
                NAMES,
                pattern,
                definitions,
                values,
                outputs,
                allRows,
                after,
                within,
                rowType(types.toArray(Type[]::new)));
    }

    static Definition definition(int variable, Condition condition) {
        return new Definition(variable, condition.values(), condition.predicate());
    }

    private MatchNodes() {}
}
