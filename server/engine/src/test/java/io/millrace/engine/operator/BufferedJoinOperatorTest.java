package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.source;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.window.Expiry;
import io.millrace.engine.operator.join.BufferedJoinOperator;
import io.millrace.engine.operator.join.JoinOperator;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedJoinOperatorTest {

    private static final long NEVER_INDEXED = Long.MAX_VALUE / 2;
    private static final Optional<Expiry> EXPIRY = Optional.of(new Expiry(1, 3));

    private static Join join(boolean leftGrows, Optional<Expiry> left, boolean rightGrows, Optional<Expiry> right) {
        return JoinOperatorTest.join(
                JoinKind.INNER,
                source(leftGrows, Type.BIGINT, Type.TIMESTAMP, Type.VARCHAR, new ArrayType(Type.INTEGER, true)),
                source(rightGrows, Type.BIGINT, Type.TIMESTAMP, Type.VARCHAR),
                List.of(0),
                left,
                right);
    }

    @Test
    void takesTheInputThatGrowsAndExpires() {
        assertThat(BufferedJoinOperator.bufferedInput(join(true, EXPIRY, true, Optional.empty())))
                .contains(0);
        assertThat(BufferedJoinOperator.bufferedInput(join(true, EXPIRY, false, EXPIRY)))
                .contains(0);
        assertThat(BufferedJoinOperator.bufferedInput(join(false, EXPIRY, true, EXPIRY)))
                .contains(1);
    }

    @Test
    void leavesOtherJoinsAlone() {
        assertThat(BufferedJoinOperator.bufferedInput(join(true, Optional.empty(), true, Optional.empty())))
                .isEmpty();
        assertThat(BufferedJoinOperator.bufferedInput(join(false, EXPIRY, false, EXPIRY)))
                .isEmpty();
        Join inner = join(true, EXPIRY, true, EXPIRY);
        Join outer = JoinOperatorTest.join(JoinKind.LEFT, inner.left(), inner.right(), List.of(0), EXPIRY, EXPIRY);
        assertThat(BufferedJoinOperator.bufferedInput(outer)).isEmpty();
    }

    @Test
    void ratherTakesTheInputThatDoesNotWaitForWindows() {
        DStream stream = source(true, Type.BIGINT, Type.TIMESTAMP);
        DStream closing = new WindowClose(stream, 1);
        assertThat(BufferedJoinOperator.bufferedInput(
                        JoinOperatorTest.join(JoinKind.INNER, closing, stream, List.of(0), EXPIRY, EXPIRY)))
                .contains(1);
        assertThat(BufferedJoinOperator.bufferedInput(
                        JoinOperatorTest.join(JoinKind.INNER, stream, closing, List.of(0), EXPIRY, EXPIRY)))
                .contains(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 40, NEVER_INDEXED})
    void emitsInEachBatchWhatTheIndexedJoinEmits(long freeSearches) {
        List<Join> joins = List.of(
                join(true, EXPIRY, true, EXPIRY),
                join(true, EXPIRY, false, EXPIRY),
                join(true, EXPIRY, false, Optional.empty()),
                join(false, Optional.empty(), true, EXPIRY));
        for (Join join : joins) {
            for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
                for (long seed = 1; seed <= 6; seed++) {
                    compare(join, freeSearches, way, new Random(seed), "seed " + seed + " " + way + " " + join);
                }
            }
        }
    }

    private static void compare(
            Join join, long freeSearches, OperatorCheck.Way way, Random random, String description) {
        OperatorCheck.Run expected = new OperatorCheck.Run(
                join,
                OperatorCheck.Way.WHOLE,
                context -> new JoinOperator(join, context, Optional.empty(), OperatorCheck.compiler()));
        int kept = BufferedJoinOperator.bufferedInput(join).orElseThrow();
        OperatorCheck.Run buffered = new OperatorCheck.Run(
                join,
                way,
                context -> new BufferedJoinOperator(
                        join, kept, context, Optional.empty(), OperatorCheck.compiler(), freeSearches));
        List<RandomInput> inputs = join.inputs().stream()
                .map(input -> new RandomInput(input.rowType(), input.appendOnly(), random))
                .toList();
        for (int batch = 0; batch < 40; batch++) {
            long watermark = random.nextInt(3) == 0 ? random.nextInt(8) - 1 : OperatorContext.NO_WATERMARK;
            String[] rows = inputs.stream()
                    .map(input -> input.batch(random.nextInt(12)))
                    .toArray(String[]::new);
            assertThat(buffered.batch(rows, watermark))
                    .as("%s, batch %d", description, batch)
                    .isEqualTo(expected.batch(rows, watermark));
            assertThat(buffered.late()).isEqualTo(expected.late());
            assertThat(buffered.stateRows()).isGreaterThanOrEqualTo(0);
        }
    }
}
