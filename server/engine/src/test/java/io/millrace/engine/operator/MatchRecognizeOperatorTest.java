package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRecognizeOperatorTest {

    private static final List<String> NAMES = List.of("A", "B", "C");
    private static final int A = 0;
    private static final int B = 1;

    private static final List<SortKey> BY_TIME = List.of(new SortKey(1, false, false));
    private static final AfterMatch PAST_LAST = new AfterMatch(Skip.PAST_LAST_ROW, List.of());

    private static DStream input() {
        return source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT);
    }

    private static RowPattern variable(int variable) {
        return new RowPattern.Variable(variable);
    }

    private static RowPattern sequence(RowPattern... parts) {
        return new RowPattern.Concatenation(List.of(parts));
    }

    private static RowPattern many(RowPattern part, int least) {
        return new RowPattern.Quantified(part, least, RowPattern.Quantified.UNBOUNDED, false);
    }

    private static Navigation value(List<Integer> variables, boolean first, int offset, int shift, boolean running) {
        return new Navigation(new Place(variables, first, offset, shift, running), 2, Type.BIGINT, true);
    }

    private static Aggregated aggregate(AggregateFunction function, List<Integer> variables, boolean running) {
        OptionalInt column = function == AggregateFunction.COUNT ? OptionalInt.empty() : OptionalInt.of(2);
        return new Aggregated(function, variables, column, running, Type.BIGINT, true);
    }

    private static Expression column(int index, Type type) {
        return new ColumnReference(index, type, true);
    }

    private static Expression compared(Function comparison, Expression left, Expression right) {
        return new Call(comparison, List.of(left, right), Type.BOOLEAN, true);
    }

    private static Expression number(long value) {
        return Literal.of(value, Type.BIGINT);
    }

    /** A condition as the operator and as the naive matcher understand it. */
    private record Condition(List<MatchValue> values, Expression predicate, NaiveMatch.Condition naive) {}

    private static boolean less(Long left, Long right) {
        return left != null && right != null && left < right;
    }

    private static Condition condition(int kind, int own, int other, long constant) {
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

    private static Long at(NaiveMatch.Path path, List<Integer> rows, int index) {
        int place = index < 0 ? rows.size() + index : index;
        return place < 0 || place >= rows.size() ? null : path.value(rows.get(place));
    }

    private static Long sum(NaiveMatch.Path path, List<Integer> rows) {
        List<Long> values =
                rows.stream().map(path::value).filter(Objects::nonNull).toList();
        return values.isEmpty()
                ? null
                : values.stream().mapToLong(Long::longValue).sum();
    }

    /** What is given out after the columns of the input row. */
    private static List<MatchValue> measures(boolean running) {
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

    private static String naiveMeasures(NaiveMatch.Match match, NaiveMatch.Path seen) {
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

    private static MatchRecognize node(
            RowPattern pattern, List<Definition> definitions, boolean allRows, AfterMatch after, OptionalLong within) {
        return node(pattern, definitions, measures(allRows), allRows, after, within);
    }

    /** One row per match: its first row, the values of its first and last row. */
    private static MatchRecognize simple(RowPattern pattern, OptionalLong within, Definition... definitions) {
        List<MatchValue> values = List.of(value(List.of(), true, 0, 0, false), value(List.of(), false, 0, 0, false));
        return node(pattern, List.of(definitions), values, false, PAST_LAST, within);
    }

    private static MatchRecognize node(
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

    private static Definition definition(int variable, Condition condition) {
        return new Definition(variable, condition.values(), condition.predicate());
    }

    @Test
    void aMatchIsGivenOutOnceItIsDecidedAndRowsAreForgottenOnceNoMatchReachesThem() {
        MatchRecognize node = simple(
                sequence(variable(A), many(variable(B), 1)),
                OptionalLong.of(10),
                definition(A, condition(0, A, B, 2)),
                definition(B, condition(3, B, A, 0)));
        verifying(node)
                .watermark(5)
                .batch("+a|1|9 +a|2|1 +a|4|3 +b|3|7 +c|9|1")
                .emits("")
                .holdsRows(3)
                .watermark(13)
                .batch("+a|4|0 +a|3|2")
                .refusesAsLate("+a|4|0 +a|3|2")
                .emits("+a|2|1|1|3")
                .holdsRows(1)
                .watermark(19)
                .batch("")
                .holdsRows(1)
                .watermark(20)
                .batch("")
                .emits("")
                .holdsRows(0);
    }

    @Test
    void copiesOfARowAreRowsOfTheirOwn() {
        MatchRecognize node = simple(many(variable(A), 3), OptionalLong.of(10));
        verifying(node)
                .watermark(50)
                .batch("+3*a|1|9 +2*b|1|9")
                .emits("+a|1|9|9|9")
                .holdsRows(0);
    }

    @Test
    void aPatternWithManyWaysToFailCostsNoMoreThanItsRows() {
        RowPattern either = new RowPattern.Alternation(List.of(variable(A), variable(B)));
        RowPattern nested = many(sequence(many(either, 0), many(either, 0)), 0);
        MatchRecognize node =
                simple(sequence(nested, variable(2)), OptionalLong.empty(), definition(2, condition(0, 2, A, 0)));
        OperatorCheck.Run run = new OperatorCheck.Run(node, OperatorCheck.Way.WHOLE);
        assertThat(run.batch(new String[] {rows(0, 2_000)}, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void aRowFromWhichThereAreTooManyWaysIsRejected() {
        RowPattern either = new RowPattern.Alternation(List.of(variable(A), variable(B)));
        MatchRecognize node = simple(
                sequence(new RowPattern.Quantified(either, 30, 30, false), variable(2)),
                OptionalLong.empty(),
                definition(B, condition(6, B, A, 99)),
                definition(2, condition(0, 2, A, 0)));
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            OperatorCheck.Run run = new OperatorCheck.Run(node, way);
            for (int row = 0; row < 31; row++) {
                run.batch(new String[] {rows(row, row + 1)}, row + 1);
            }
            assertThat(run.rejections())
                    .as(way.name())
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("too many ways to match the pattern");
        }
    }

    @Test
    void aConditionThatFailsIsToldOfOnceThoughItsAttemptIsMadeAgain() {
        Navigation current = value(List.of(), false, 0, 0, true);
        Expression quotient =
                new Call(Function.DIVIDE, List.of(column(0, Type.BIGINT), column(1, Type.BIGINT)), Type.BIGINT, true);
        Expression own = new Call(Function.DIVIDE, List.of(number(6), column(0, Type.BIGINT)), Type.BIGINT, true);
        RowPattern either = new RowPattern.Alternation(List.of(variable(B), variable(2)));
        MatchRecognize node = simple(
                sequence(variable(A), many(either, 1)),
                OptionalLong.empty(),
                new Definition(A, List.of(current), compared(Function.GREATER, own, number(1))),
                new Definition(
                        B,
                        List.of(value(List.of(A), false, 0, 0, true), current),
                        compared(Function.GREATER, quotient, number(0))));
        String failed = "a|2|0 DIVISION_BY_ZERO: division by zero";
        verifying(node)
                .watermark(3)
                .batch("+a|1|3 +a|2|0")
                .rejects(failed, failed)
                .watermark(4)
                .batch("+a|3|2")
                .rejects()
                .watermark(Long.MAX_VALUE)
                .batch("")
                .rejects()
                .emits("+a|1|3|3|2");
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(row -> "+a|" + row + "|1").collect(Collectors.joining(" "));
    }

    private static RowPattern randomPattern(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(9);
        return switch (kind) {
            case 1, 2, 3 -> sequence(randomPattern(random, depth - 1), randomPattern(random, depth - 1));
            case 4 ->
                new RowPattern.Alternation(List.of(randomPattern(random, depth - 1), randomPattern(random, depth - 1)));
            case 5, 6, 7 -> {
                int least = random.nextInt(3);
                int more = random.nextInt(4);
                int most = more == 3 ? RowPattern.Quantified.UNBOUNDED : Math.max(1, least + more);
                yield new RowPattern.Quantified(randomPattern(random, depth - 1), least, most, random.nextInt(3) == 0);
            }
            case 8 ->
                random.nextBoolean()
                        ? new RowPattern.Permutation(
                                List.of(randomPattern(random, depth - 1), variable(random.nextInt(3))))
                        : new RowPattern.Exclusion(randomPattern(random, depth - 1));
            default -> variable(random.nextInt(3));
        };
    }

    private static AfterMatch randomSkip(Random random) {
        Skip skip = Skip.values()[random.nextInt(4)];
        boolean named = skip == Skip.TO_FIRST || skip == Skip.TO_LAST;
        return new AfterMatch(skip, named ? List.of(random.nextInt(3)) : List.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsFoundEqualsWhatANaiveMatcherFinds(boolean allRows) {
        for (int seed = 0; seed < 500; seed++) {
            check(seed, allRows);
        }
    }

    private static void check(int seed, boolean allRows) {
        Random random = new Random(seed);
        List<Definition> definitions = new ArrayList<>();
        Map<Integer, NaiveMatch.Condition> naive = new HashMap<>();
        int kinds = random.nextBoolean() ? 3 : 8;
        for (int own = 0; own < NAMES.size(); own++) {
            if (random.nextInt(4) > 0) {
                Condition condition =
                        condition(random.nextInt(kinds), own, random.nextInt(NAMES.size()), 2 + random.nextInt(4));
                definitions.add(new Definition(own, condition.values(), condition.predicate()));
                naive.put(own, condition.naive());
            }
        }
        OptionalLong within = random.nextBoolean() ? OptionalLong.of(1 + random.nextInt(8)) : OptionalLong.empty();
        MatchRecognize node = node(randomPattern(random, 3), definitions, allRows, randomSkip(random), within);
        NaiveMatch matcher = new NaiveMatch(node, naive);
        List<Map<String, Long>> whole = compare(node, matcher, OperatorCheck.Way.WHOLE, new Random(seed));
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            assertThat(compare(node, matcher, way, new Random(seed)))
                    .as("%s %s", way, node)
                    .isEqualTo(whole);
        }
    }

    /** Returns what each batch has given out. */
    private static List<Map<String, Long>> compare(
            MatchRecognize node, NaiveMatch matcher, OperatorCheck.Way way, Random random) {
        OperatorCheck.Run run = new OperatorCheck.Run(node, way);
        List<String[]> all = new ArrayList<>();
        List<Map<String, Long>> batches = new ArrayList<>();
        Map<String, Long> found = new TreeMap<>();
        long watermark = 0;
        for (int batch = 0; batch < 12; batch++) {
            List<String> rows = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                String value = random.nextInt(12) == 0 ? "~" : Integer.toString(random.nextInt(6));
                String row = "ab".charAt(random.nextInt(2)) + "|" + (watermark + random.nextInt(4)) + "|" + value;
                rows.add("+" + row);
                all.add(row.split("\\|"));
            }
            watermark = batch == 11 ? Long.MAX_VALUE : watermark + random.nextInt(4);
            batches.add(run.batch(new String[] {String.join(" ", rows)}, watermark));
            batches.get(batch).forEach((row, weight) -> found.merge(row, weight, Long::sum));
        }
        assertThat(found)
                .as(
                        "%s %s %s",
                        way,
                        node,
                        all.stream().map(row -> String.join("|", row)).toList())
                .isEqualTo(expected(node, matcher.matches(all)));
        assertThat(run.stateRows()).isZero();
        return batches;
    }

    private static Map<String, Long> expected(MatchRecognize node, List<NaiveMatch.Match> matches) {
        Map<String, Long> expected = new TreeMap<>();
        for (NaiveMatch.Match match : matches) {
            NaiveMatch.Path path = match.path();
            int length = path.variables().size();
            for (int row = 0; row < (node.allRows() ? Math.max(1, length) : 1); row++) {
                if (node.allRows() && length > 0 && match.excluded().get(row)) {
                    continue;
                }
                int seen = node.allRows() ? Math.min(row + 1, length) : length;
                String text =
                        String.join("|", path.rows().get(path.start() + row)) + naiveMeasures(match, path.first(seen));
                expected.merge(text, 1L, Long::sum);
            }
        }
        return expected;
    }
}
