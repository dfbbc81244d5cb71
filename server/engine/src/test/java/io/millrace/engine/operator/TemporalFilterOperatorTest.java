package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of the check are one millisecond apart; the first is at 1. */
class TemporalFilterOperatorTest {

    private static final Optional<Expression> NONE = Optional.empty();

    private static Optional<Expression> column(int index) {
        return Optional.of(new ColumnReference(index, Type.TIMESTAMP, true));
    }

    /** Columns: name, from, until. */
    private static DStream input(boolean appendOnly) {
        return source(appendOnly, Type.VARCHAR, Type.TIMESTAMP, Type.TIMESTAMP);
    }

    @Test
    void rowsLeaveAtTheirTimeAndAreForgotten() {
        verifying(new TemporalFilter(input(true), NONE, column(2)))
                .batch("+a|~|2 +b|~|3 +expired|~|1 +timeless|~|~")
                .emits("+a|~|2 +b|~|3")
                .holdsRows(2)
                .batch("")
                .emits("-a|~|2")
                .holdsRows(1)
                .batch("")
                .emits("-b|~|3")
                .holdsRows(0)
                .batch("+c|~|4 +d|~|9")
                .emits("+d|~|9")
                .holdsRows(1);
    }

    @Test
    void rowsComeAtTheirTimeAndNeedNotBeKeptThen() {
        verifying(new TemporalFilter(input(true), column(1), NONE))
                .batch("+a|1|~ +b|2|~ +c|3|~ +timeless|~|~")
                .emits("+a|1|~")
                .holdsRows(2)
                .batch("+2*b|2|~")
                .emits("+3*b|2|~")
                .holdsRows(1)
                .batch("")
                .emits("+c|3|~")
                .holdsRows(0);
    }

    @Test
    void rowThatIsTakenBackDoesNotLeaveAgain() {
        verifying(new TemporalFilter(input(false), NONE, column(2)))
                .batch("+a|~|3 +2*b|~|3")
                .emits("+a|~|3 +2*b|~|3")
                .batch("-a|~|3 -b|~|3")
                .emits("-a|~|3 -b|~|3")
                .holdsRows(1)
                .batch("-b|~|3")
                .emits("-b|~|3")
                .holdsRows(0)
                .batch("-b|~|3")
                .emits("")
                .holdsRows(0);
    }

    @Test
    void rowThatIsTakenBackBeforeItsTimeNeverComes() {
        verifying(new TemporalFilter(input(false), column(1), column(2)))
                .batch("+a|3|9 +b|3|9 +never|5|5 +past|0|1")
                .emits("")
                .holdsRows(2)
                .batch("-a|3|9")
                .emits("")
                .holdsRows(1)
                .batch("")
                .emits("+b|3|9");
    }

    @Test
    void asksForABatchWhenTheNextRowComesOrLeaves() {
        BatchContext context = new BatchContext();
        TemporalFilter node = new TemporalFilter(input(true), column(1), column(2));
        Operator operator = new OperatorFactory(OperatorCheck.compiler()).create(node, context);
        List<Long> wakesAt = new ArrayList<>();
        for (String rows : List.of("+a|5|9 +b|0|7 +c|7|100000", "", "+d|0|4", "", "", "", "", "", "")) {
            context.beginBatch(OperatorContext.NO_WATERMARK);
            if (!rows.isEmpty()) {
                operator.process(0, RowText.page(node.rowType(), RowText.split(rows)), page -> {});
            }
            operator.finish(page -> {});
            operator.commit();
            wakesAt.add(context.wakesAt());
        }
        assertThat(wakesAt).containsExactly(5L, 5L, 4L, 5L, 7L, 7L, 9L, 9L, 100_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resultIsThatOfTheConditionAtEveryTime(boolean appendOnly) {
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            for (long seed = 0; seed < 30; seed++) {
                check(appendOnly, way, seed);
            }
        }
    }

    private static void check(boolean appendOnly, OperatorCheck.Way way, long seed) {
        Random random = new Random(seed);
        TemporalFilter node = new TemporalFilter(input(appendOnly), column(1), column(2));
        RandomInput rows = new RandomInput(node.rowType(), appendOnly, random);
        OperatorCheck.Run run = new OperatorCheck.Run(node, way);
        Map<String, Long> result = new TreeMap<>();
        for (long now = 1; now <= 8; now++) {
            String[] delta = {now > 5 ? "" : rows.batch(random.nextInt(12))};
            run.batch(delta, OperatorContext.NO_WATERMARK)
                    .forEach((row, weight) -> result.merge(row, weight, Long::sum));
            result.values().removeIf(weight -> weight == 0);
            assertThat(result).as("seed %d, %s, time %d", seed, way, now).isEqualTo(there(rows, now));
        }
        assertThat(run.stateRows()).as("seed %d, %s", seed, way).isZero();
    }

    private static Map<String, Long> there(RandomInput rows, long now) {
        Map<String, Long> there = new HashMap<>();
        for (String[] row : rows.rows()) {
            boolean timed = !row[1].equals("~") && !row[2].equals("~");
            if (timed && Long.parseLong(row[1]) <= now && now < Long.parseLong(row[2])) {
                there.merge(String.join("|", row), 1L, Long::sum);
            }
        }
        return there;
    }
}
