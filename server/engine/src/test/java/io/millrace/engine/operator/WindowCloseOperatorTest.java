package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.WindowClose;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCloseOperatorTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyWindowIsEmittedOnceAsItWasLeft(boolean appendOnly) {
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            for (long seed = 1; seed <= 30; seed++) {
                check(appendOnly, way, seed);
            }
        }
    }

    /** Rows come and go in open windows while the watermark moves. */
    private static void check(boolean appendOnly, OperatorCheck.Way way, long seed) {
        Random random = new Random(seed);
        WindowClose node = new WindowClose(OperatorCheck.source(appendOnly, Type.VARCHAR, Type.TIMESTAMP), 1);
        OperatorCheck.Run run = new OperatorCheck.Run(node, way);
        TreeMap<Long, List<String>> open = new TreeMap<>();
        long watermark = 0;
        for (int batch = 0; batch < 30; batch++) {
            List<String> delta = new ArrayList<>();
            for (int i = random.nextInt(7); i > 0; i--) {
                long end = watermark + 1 + random.nextInt(6);
                List<String> window = open.computeIfAbsent(end, unused -> new ArrayList<>());
                if (!appendOnly && !window.isEmpty() && random.nextInt(5) < 2) {
                    delta.add("-" + window.remove(random.nextInt(window.size())));
                } else {
                    window.add("ab".charAt(random.nextInt(2)) + "|" + end);
                    delta.add("+" + window.get(window.size() - 1));
                }
            }
            watermark += random.nextInt(3);
            Map<String, Long> expected = new TreeMap<>();
            Map<Long, List<String>> closed = open.headMap(watermark, true);
            closed.values().forEach(rows -> rows.forEach(row -> expected.merge(row, 1L, Long::sum)));
            closed.clear();
            assertThat(run.batch(new String[] {String.join(" ", delta)}, watermark))
                    .as("seed %d, %s, batch %d: %s", seed, way, batch, delta)
                    .isEqualTo(expected);
        }
    }
}
