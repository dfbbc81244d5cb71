package io.millrace.engine.operator;

import static io.millrace.engine.operator.MatchNodes.A;
import static io.millrace.engine.operator.MatchNodes.B;
import static io.millrace.engine.operator.MatchNodes.NAMES;
import static io.millrace.engine.operator.MatchNodes.column;
import static io.millrace.engine.operator.MatchNodes.compared;
import static io.millrace.engine.operator.MatchNodes.condition;
import static io.millrace.engine.operator.MatchNodes.definition;
import static io.millrace.engine.operator.MatchNodes.many;
import static io.millrace.engine.operator.MatchNodes.naiveMeasures;
import static io.millrace.engine.operator.MatchNodes.node;
import static io.millrace.engine.operator.MatchNodes.number;
import static io.millrace.engine.operator.MatchNodes.sequence;
import static io.millrace.engine.operator.MatchNodes.simple;
import static io.millrace.engine.operator.MatchNodes.value;
import static io.millrace.engine.operator.MatchNodes.variable;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.MatchRecognize.Definition;
import io.millrace.dstream.MatchRecognize.Skip;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.pattern.MatchValue.Navigation;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.engine.operator.MatchNodes.Condition;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRecognizeOperatorTest {

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
        for (int seed = 0; seed < 200; seed++) {
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
