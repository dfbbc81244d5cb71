package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random batches, many of their rows out of order or late, for an operator over sessions with a gap of 4 and for {@link NaiveSessions}. */
final class SessionScenario {

    private final OperatorCheck.Run run;
    private final NaiveSessions naive = new NaiveSessions(4);
    private long watermark;
    private long closed = OperatorContext.NO_WATERMARK;

    SessionScenario(DStream node, OperatorCheck.Way way) {
        this.run = new OperatorCheck.Run(node, way);
    }

    /** Runs a batch through both; returns what the operator emits, having compared what is late. */
    Map<String, Long> batch(Random random) {
        List<String> rows = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            long time = watermark - 12 + random.nextInt(30);
            rows.add("ab".charAt(random.nextInt(2)) + "|" + time + "|" + random.nextInt(5));
        }
        watermark += random.nextInt(6);
        List<String> deltas = rows.stream().map(row -> "+" + row).toList();
        Map<String, Long> emitted = run.batch(new String[] {String.join(" ", deltas)}, watermark);
        naive.batch(rows, closed, watermark);
        closed = watermark;
        Map<String, Long> late = new TreeMap<>();
        naive.late().forEach(row -> late.merge(row, 1L, Long::sum));
        assertThat(run.late()).isEqualTo(late);
        return emitted;
    }

    NaiveSessions naive() {
        return naive;
    }

    long stateRows() {
        return run.stateRows();
    }
}
