package io.millrace.engine.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random expressions: generated code agrees with a naive interpreter about every value, null and failure. */
class RandomExpressionTest {

    private static final int ROWS = 150;
    private static final int EXPRESSIONS = 60;
    private static final Object FAILURE = "FAILURE";
    private static final Object AMBIGUOUS = "AMBIGUOUS";

    private final RowType rowType = Evaluator.rowType(RandomExpressions.columnTypes());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4})
    void projectionsAgreeWithTheInterpreter(long seed) {
        RandomExpressions random = new RandomExpressions(seed);
        for (int i = 0; i < EXPRESSIONS; i++) {
            List<Object[]> rows = random.rows(ROWS, i % 3 * 15);
            Expression expression = random.expression(1 + i % 4);
            compare("seed " + seed + ": " + expression, expression, rows);
        }
    }

    private void compare(String name, Expression expression, List<Object[]> rows) {
        long[] weights = new long[rows.size()];
        List<Object> expected = new ArrayList<>();
        for (int row = 0; row < weights.length; row++) {
            weights[row] = row + 1;
            expected.add(interpreted(expression, rows.get(row)));
        }
        Recorder recorder = new Recorder();
        Page output = Evaluator.compiler()
                .compile(List.of(Evaluator.project(rowType, expression)), rowType)
                .newInstance()
                .apply(Rows.page(rowType, rows).withWeights(weights), recorder);
        Set<Long> failed = new HashSet<>();
        recorder.rejections().forEach(r -> {
            for (int i = 0; i < r.rows().size(); i++) {
                failed.add(r.rows().weight(i));
            }
        });
        List<Object> values = Rows.values(output.column(0), expression.type());
        assertThat(output.size() + failed.size()).as(name).isEqualTo(rows.size());
        for (int i = 0; i < output.size(); i++) {
            int row = (int) output.weight(i) - 1;
            if (expected.get(row) != AMBIGUOUS) {
                assertThat(values.get(i))
                        .as("%s over row %s %s", name, row, Arrays.toString(rows.get(row)))
                        .isEqualTo(expected.get(row));
            }
        }
        for (int row = 0; row < rows.size(); row++) {
            if (expected.get(row) != AMBIGUOUS) {
                assertThat(failed.contains(row + 1L))
                        .as("%s fails on row %s %s: %s", name, row, Arrays.toString(rows.get(row)), recorder.reasons())
                        .isEqualTo(expected.get(row) == FAILURE);
            }
        }
    }

    private static Object interpreted(Expression expression, Object[] row) {
        try {
            return new NaiveInterpreter(row).evaluate(expression);
        } catch (NaiveInterpreter.Failure e) {
            return FAILURE;
        } catch (NaiveInterpreter.Ambiguous e) {
            return AMBIGUOUS;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void filtersAgreeWithTheInterpreter(long seed) {
        RandomExpressions random = new RandomExpressions(seed);
        for (int i = 0; i < EXPRESSIONS; i++) {
            List<Object[]> rows = random.rows(ROWS, i % 3 * 15);
            Expression first = random.predicate(1 + i % 3);
            Expression second = random.predicate(1 + i % 2);
            String name = "seed " + seed + ": " + first + " then " + second;
            long[] weights = new long[ROWS];
            List<Long> expected = new ArrayList<>();
            Set<Long> unclear = new HashSet<>();
            for (int row = 0; row < ROWS; row++) {
                weights[row] = row + 1;
                Object a = interpreted(first, rows.get(row));
                Object b = interpreted(second, rows.get(row));
                if (a instanceof String || b instanceof String) {
                    unclear.add(row + 1L);
                } else if (Boolean.TRUE.equals(a) && Boolean.TRUE.equals(b)) {
                    expected.add(row + 1L);
                }
            }
            Page output = Evaluator.compiler()
                    .compile(List.of(Evaluator.filter(rowType, first), Evaluator.filter(rowType, second)), rowType)
                    .newInstance()
                    .apply(Rows.page(rowType, rows).withWeights(weights), new Recorder());
            List<Long> kept = new ArrayList<>();
            for (int row = 0; row < output.size(); row++) {
                if (!unclear.contains(output.weight(row))) {
                    kept.add(output.weight(row));
                }
            }
            assertThat(kept).as(name).isEqualTo(expected);
        }
    }
}
