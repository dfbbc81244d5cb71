package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.WindowFill;
import io.millrace.dstream.WindowFill.Part;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WindowFillOperatorTest {

    /** Rows of a key, the start and end of a window of length 10, a count and a sum. */
    private static WindowFill fill(boolean appendOnly, long limit) {
        DStream input = source(appendOnly, Type.VARCHAR, Type.TIMESTAMP, Type.TIMESTAMP, Type.BIGINT, Type.BIGINT);
        return new WindowFill(
                input,
                WindowAssignOperatorTest.spec(WindowSpec.Kind.TUMBLE, 10, 10, 0),
                List.of(Part.KEY, Part.WINDOW_START, Part.WINDOW_END),
                2,
                List.of(Literal.of(0L, Type.BIGINT), Literal.nullOf(Type.BIGINT)),
                limit,
                rowType(Type.VARCHAR, Type.TIMESTAMP, Type.TIMESTAMP, Type.BIGINT, Type.BIGINT));
    }

    @Test
    void windowsBetweenRowsAreFilledAndGiveWay() {
        verifying(fill(false, 100))
                .batch("+a|0|10|1|5 +a|30|40|1|5")
                .emits("+a|0|10|1|5 +a|10|20|0|~ +a|20|30|0|~ +a|30|40|1|5")
                .batch("+a|10|20|2|7")
                .emits("-a|10|20|0|~ +a|10|20|2|7")
                .batch("-a|30|40|1|5")
                .emits("-a|30|40|1|5 -a|20|30|0|~")
                .batch("-a|10|20|2|7 +a|10|20|3|8")
                .emits("-a|10|20|2|7 +a|10|20|3|8");
    }

    @Test
    void watermarkAloneFillsWindowsAndTheirStateIsDropped() {
        verifying(fill(true, 3))
                .watermark(15)
                .batch("+a|0|10|1|5")
                .emits("+a|0|10|1|5")
                .holdsRows(1)
                .watermark(30)
                .batch("")
                .emits("+a|10|20|0|~ +a|20|30|0|~")
                .watermark(60)
                .batch("+b|50|60|1|1")
                .emits("+a|30|40|0|~ +b|50|60|1|1")
                .holdsRows(1)
                .watermark(90)
                .batch("")
                .emits("+b|60|70|0|~ +b|70|80|0|~ +b|80|90|0|~")
                .holdsRows(0);
    }

    @Test
    void endOfTheInputFillsUpToTheLastRowOfAnyKey() {
        verifying(fill(false, 100))
                .watermark(Long.MAX_VALUE)
                .batch("+a|0|10|1|5 +b|20|30|1|5")
                .emits("+a|0|10|1|5 +b|20|30|1|5 +a|10|20|0|~ +a|20|30|0|~")
                .holdsRows(0);
    }

    @Test
    void rowsAddUpToRecomputation() {
        for (long seed = 1; seed <= 60; seed++) {
            for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
                new Scenario(seed, way).run();
            }
        }
    }

    /** Groups that come, change and go in open windows, under a watermark that moves. */
    private static final class Scenario {
        private final long limit;
        private final long seed;
        private final Random random;
        private final OperatorCheck.Run run;
        private final Map<String, TreeMap<Long, Long>> groups = new TreeMap<>();
        private final Map<String, Long> integrated = new TreeMap<>();
        private long watermark = OperatorContext.NO_WATERMARK;

        Scenario(long seed, OperatorCheck.Way way) {
            this.seed = seed;
            this.random = new Random(seed);
            this.limit = 1 + random.nextInt(6);
            this.run = new OperatorCheck.Run(fill(false, limit), way);
        }

        void run() {
            for (int batch = 0; batch < 40; batch++) {
                long open = watermark == OperatorContext.NO_WATERMARK ? -3 : Math.floorDiv(watermark, 10);
                List<String> delta = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    change(open + random.nextInt(random.nextInt(10) == 0 ? 20 : 5), delta);
                }
                if (random.nextInt(3) == 0) {
                    watermark = Math.max(watermark, (open + random.nextInt(4)) * 10 + random.nextInt(10));
                }
                run.batch(new String[] {String.join(" ", delta)}, watermark)
                        .forEach((row, weight) -> integrated.merge(row, weight, Long::sum));
                integrated.values().removeIf(weight -> weight == 0);
                assertThat(integrated)
                        .as("seed %d, batch %d: %s", seed, batch, delta)
                        .isEqualTo(expected());
            }
        }

        private void change(long window, List<String> delta) {
            String key = "k" + random.nextInt(3);
            TreeMap<Long, Long> windows = groups.computeIfAbsent(key, unused -> new TreeMap<>());
            Long before = windows.remove(window);
            if (before != null) {
                delta.add("-" + row(key, window, before, before));
            }
            if (before == null || random.nextBoolean()) {
                long after = 1 + random.nextInt(9);
                windows.put(window, after);
                delta.add("+" + row(key, window, after, after));
            }
        }

        private static String row(String key, long window, long count, Long sum) {
            return key + "|" + window * 10 + "|" + (window * 10 + 10) + "|" + count + "|" + (sum == null ? "~" : sum);
        }

        private Map<String, Long> expected() {
            Map<String, Long> rows = new TreeMap<>();
            TreeSet<Long> all = new TreeSet<>();
            groups.values().forEach(windows -> all.addAll(windows.keySet()));
            long closed = watermark == OperatorContext.NO_WATERMARK ? Long.MIN_VALUE : Math.floorDiv(watermark, 10) - 1;
            long last = Math.max(closed, all.isEmpty() ? Long.MIN_VALUE : all.last());
            groups.forEach((key, windows) -> {
                if (windows.isEmpty()) {
                    return;
                }
                for (long window = windows.firstKey(); window <= last; window++) {
                    Long value = windows.get(window);
                    long silent = window - windows.floorKey(window);
                    if (value != null) {
                        rows.put(row(key, window, value, value), 1L);
                    } else if (silent <= limit) {
                        rows.put(row(key, window, 0, null), 1L);
                    }
                }
            });
            return rows;
        }
    }
}
