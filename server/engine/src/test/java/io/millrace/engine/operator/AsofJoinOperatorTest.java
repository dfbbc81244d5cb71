package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AsofJoin.Nearest;
import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsofJoinOperatorTest {

    private static final SortKey BY_TIME = new SortKey(1, false, false);

    /** Rows of key, time and value on both sides. */
    private static AsofJoin join(
            boolean outer, boolean growing, Nearest nearest, OptionalLong completion, boolean settled) {
        DStream left = source(growing, Type.INTEGER, Type.BIGINT, Type.VARCHAR);
        DStream right = source(growing, Type.INTEGER, Type.BIGINT, Type.VARCHAR);
        Type[] types = Stream.concat(left.rowType().fields().stream(), right.rowType().fields().stream())
                .map(Field::type)
                .toArray(Type[]::new);
        return new AsofJoin(
                outer, left, right, List.of(0), List.of(0), 1, 1, nearest, completion, settled, rowType(types));
    }

    private static AsofJoin join(boolean outer, Nearest nearest) {
        return join(outer, true, nearest, OptionalLong.empty(), false);
    }

    @Test
    void nearerRowThatComesLateCorrectsTheMatch() {
        verifying(join(true, Nearest.AT_OR_BEFORE))
                .batch("+1|10|a +1|20|b", "+1|5|x")
                .emits("+1|10|a|1|5|x +1|20|b|1|5|x")
                .batch("", "+1|15|y")
                .emits("-1|20|b|1|5|x +1|20|b|1|15|y")
                .batch("+1|3|c", "+1|30|z")
                .emits("+1|3|c|~|~|~");
    }

    @Test
    void matchThatGoesGivesWayToTheOneBefore() {
        verifying(join(true, false, Nearest.BEFORE, OptionalLong.empty(), false))
                .batch("+1|10|a", "+1|10|w +1|9|x +1|8|y")
                .emits("+1|10|a|1|9|x")
                .batch("", "-1|9|x")
                .emits("-1|10|a|1|9|x +1|10|a|1|8|y")
                .batch("", "-1|8|y")
                .emits("-1|10|a|1|8|y +1|10|a|~|~|~")
                .batch("-1|10|a", "+1|7|z")
                .emits("-1|10|a|~|~|~")
                .holdsRows(2);
    }

    @Test
    void lastOfEqualTimesMatchesLookingBackAndTheFirstLookingAhead() {
        verifying(join(false, Nearest.AT_OR_BEFORE))
                .batch("+1|10|a", "+1|10|x +1|10|y")
                .emits("+1|10|a|1|10|y");
        verifying(join(false, Nearest.AT_OR_AFTER))
                .batch("+1|10|a", "+1|10|x +1|10|y")
                .emits("+1|10|a|1|10|x");
    }

    @Test
    void watermarkForgetsAllButTheLastRowPerKey() {
        verifying(join(true, true, Nearest.AT_OR_BEFORE, OptionalLong.of(0), false))
                .watermark(20)
                .batch("+1|10|a +1|20|b", "+1|5|x +1|8|y +2|7|z +1|25|w")
                .emits("+1|10|a|1|8|y +1|20|b|1|8|y")
                .holdsRows(4)
                .watermark(30)
                .batch("+1|19|c +1|20|d", "+1|19|v")
                .emits("+1|20|d|1|8|y")
                .refusesAsLate("+1|19|c +1|19|v")
                .holdsRows(2)
                .batch("+1|40|e", "")
                .emits("+1|40|e|1|25|w");
    }

    @Test
    void settledMatchIsEmittedOnceWhenTheWatermarkHasPassed() {
        verifying(join(true, true, Nearest.AT_OR_BEFORE, OptionalLong.of(0), true))
                .watermark(10)
                .batch("+1|10|a +2|9|b +1|~|c", "+1|5|x")
                .emits("+2|9|b|~|~|~")
                .rejects("1|~|c NULL_NOT_ALLOWED: column \"c1\" is null, so the watermark never passes the row")
                .watermark(11)
                .batch("", "+1|10|y")
                .emits("+1|10|a|1|10|y")
                .holdsRows(1);
    }

    @Test
    void lookingAheadWaitsForTheNextRow() {
        verifying(join(true, true, Nearest.AFTER, OptionalLong.of(0), true))
                .watermark(50)
                .batch("+1|10|a +1|20|b", "+1|20|x")
                .emits("+1|10|a|1|20|x")
                .holdsRows(1)
                .watermark(Long.MAX_VALUE)
                .batch("", "")
                .emits("+1|20|b|~|~|~")
                .holdsRows(0);
    }

    @ParameterizedTest
    @EnumSource(Nearest.class)
    void integratedOutputEqualsRecomputation(Nearest nearest) {
        for (int shape = 0; shape < 4; shape++) {
            AsofJoin node = join((shape & 1) != 0, (shape & 2) != 0, nearest, OptionalLong.empty(), false);
            for (long seed = 1; seed <= 6; seed++) {
                Recomputation.check(node, seed, inputs -> naive(node, inputs));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Nearest.class)
    void rowsInTimeGiveTheSameWhateverIsForgotten(Nearest nearest) {
        for (long seed = 1; seed <= 15; seed++) {
            checkWithWatermark(join(seed % 2 == 0, true, nearest, OptionalLong.of(0), false), seed);
            checkWithWatermark(join(seed % 2 == 0, true, nearest, OptionalLong.of(0), true), seed);
        }
    }

    /** Times grow with the batches; late rows are left out of the recomputation because they are refused. */
    private static void checkWithWatermark(AsofJoin node, long seed) {
        Random random = new Random(seed);
        List<OperatorCheck.Run> runs = Arrays.stream(OperatorCheck.Way.values())
                .map(way -> new OperatorCheck.Run(node, way))
                .toList();
        List<Map<String, Long>> integrated =
                runs.stream().<Map<String, Long>>map(run -> new TreeMap<>()).toList();
        List<List<String[]>> inTime = List.of(new ArrayList<>(), new ArrayList<>());
        long watermark = Long.MIN_VALUE;
        for (int batch = 0; batch <= 30; batch++) {
            String[] rows = {"", ""};
            for (int input = 0; input < 2 && batch < 30; input++) {
                rows[input] = timelyRows(batch, watermark, random, inTime.get(input));
            }
            watermark = batch == 30 ? Long.MAX_VALUE : batch < 2 ? Long.MIN_VALUE : batch * 3L + random.nextInt(3) - 6;
            Map<String, Long> expected = zset(node, inTime);
            for (int i = 0; i < runs.size(); i++) {
                Map<String, Long> total = integrated.get(i);
                Map<String, Long> emitted = runs.get(i).batch(rows, watermark);
                assertThat(emitted.values())
                        .allSatisfy(weight ->
                                assertThat(!node.settled() || weight > 0).isTrue());
                emitted.forEach((row, weight) -> total.merge(row, weight, Long::sum));
                total.values().removeIf(weight -> weight == 0);
                if (!node.settled() || batch == 30) {
                    assertThat(total)
                            .as("seed %d, run %d, batch %d", seed, i, batch)
                            .isEqualTo(expected);
                }
                if (node.nearest().back()) {
                    assertThat(runs.get(i).stateRows()).isLessThan(40);
                }
            }
        }
    }

    /** Up to three rows, some of them late; those in time are also added to {@code inTime}. */
    private static String timelyRows(int batch, long closed, Random random, List<String[]> inTime) {
        List<String> rows = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            long time = batch * 3L - random.nextInt(9);
            String row = random.nextInt(2) + "|" + time + "|" + "abc".charAt(random.nextInt(3));
            rows.add("+" + row);
            if (time >= closed) {
                inTime.add(row.split("\\|"));
            }
        }
        return String.join(" ", rows);
    }

    private static Map<String, Long> zset(AsofJoin node, List<List<String[]>> inputs) {
        Map<String, Long> expected = new TreeMap<>();
        naive(node, inputs).forEach(row -> expected.merge(row, 1L, Long::sum));
        return expected;
    }

    private static List<String> naive(AsofJoin node, List<List<String[]>> inputs) {
        List<String> output = new ArrayList<>();
        for (String[] left : inputs.get(0)) {
            String[] best = null;
            for (String[] right : inputs.get(1)) {
                if (!matches(node.nearest(), left, right)) {
                    continue;
                }
                int order = best == null ? 0 : NaiveOrder.compare(right, best, List.of(BY_TIME));
                if (best == null || (node.nearest().back() ? order > 0 : order < 0)) {
                    best = right;
                }
            }
            if (best != null) {
                output.add(String.join("|", left) + "|" + String.join("|", best));
            } else if (node.outer()) {
                output.add(String.join("|", left) + "|~|~|~");
            }
        }
        return output;
    }

    private static boolean matches(Nearest nearest, String[] left, String[] right) {
        if (Arrays.asList(left).subList(0, 2).contains("~") || !left[0].equals(right[0]) || right[1].equals("~")) {
            return false;
        }
        int distance = Long.compare(Long.parseLong(right[1]), Long.parseLong(left[1]));
        return switch (nearest) {
            case AT_OR_BEFORE -> distance <= 0;
            case BEFORE -> distance < 0;
            case AT_OR_AFTER -> distance >= 0;
            case AFTER -> distance > 0;
        };
    }
}
