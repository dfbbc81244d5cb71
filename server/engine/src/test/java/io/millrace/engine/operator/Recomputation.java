package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Checks over random batches that what an operator has emitted so far adds up to what a naive implementation computes from all
 * input so far.
 */
final class Recomputation {

    private Recomputation() {}

    /** @param naive output rows (texts, each copy by itself) from the rows of all inputs */
    static void check(DStream node, long seed, Function<List<List<String[]>>, List<String>> naive) {
        List<DStream> inputs = OperatorFactory.inputs(node);
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            Random random = new Random(seed);
            List<RandomInput> sources = new ArrayList<>();
            for (DStream input : inputs) {
                RowType rowType = input.rowType();
                sources.add(new RandomInput(rowType, input.appendOnly(), random));
            }
            OperatorCheck.Run run = new OperatorCheck.Run(node, way);
            Map<String, Long> integrated = new TreeMap<>();
            for (int batch = 0; batch < 25; batch++) {
                int rows = random.nextInt(9);
                String[] deltas =
                        sources.stream().map(source -> source.batch(rows)).toArray(String[]::new);
                Map<String, Long> emitted = run.batch(deltas, OperatorContext.NO_WATERMARK);
                emitted.forEach((row, weight) -> integrated.merge(row, weight, Long::sum));
                integrated.values().removeIf(weight -> weight == 0);
                Map<String, Long> expected = new TreeMap<>();
                for (String row :
                        naive.apply(sources.stream().map(RandomInput::rows).toList())) {
                    expected.merge(row, 1L, Long::sum);
                }
                assertThat(integrated)
                        .as("seed %d, %s, batch %d: %s", seed, way, batch, String.join(" / ", deltas))
                        .isEqualTo(expected);
            }
        }
    }
}
