package io.millrace.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.SessionWindow.Emission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions whose rows can be taken back while they are open. */
class SessionsThatChangeTest {

    private static final long GAP = 4;

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"ON_UPDATE", "ON_CLOSE"})
    void rowsTakenBackInTimeLeaveNoTrace(Emission emission) {
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            for (long seed = 1; seed <= 40; seed++) {
                check(emission, way, seed);
            }
        }
    }

    /** Rows come and go in time, so that what closes is what the rows that were never taken back give. */
    private static void check(Emission emission, OperatorCheck.Way way, long seed) {
        Random random = new Random(seed);
        OperatorCheck.Run run =
                new OperatorCheck.Run(SessionWindowOperatorTest.sessions(false, GAP, emission, true), way);
        List<String> present = new ArrayList<>();
        Map<String, Long> integrated = new TreeMap<>();
        long watermark = 0;
        for (int batch = 0; batch < 40; batch++) {
            String delta = batch == 39 ? "" : delta(present, watermark, random);
            watermark = batch == 39 ? 10_000 : watermark + random.nextInt(4);
            run.batch(new String[] {delta}, watermark)
                    .forEach((row, weight) -> integrated.merge(row, weight, Long::sum));
            integrated.values().removeIf(weight -> weight == 0);
            assertThat(run.late()).isEmpty();
            Map<String, Long> expected = new TreeMap<>();
            List<NaiveSessions.Row> rows =
                    present.stream().map(NaiveSessions.Row::of).toList();
            for (NaiveSessions.Session session : NaiveSessions.sessions(rows, GAP)) {
                if (emission == Emission.ON_UPDATE || session.end() < watermark) {
                    session.texts().forEach(row -> expected.merge(row, 1L, Long::sum));
                }
            }
            assertThat(integrated).as("seed %d, %s, batch %d", seed, way, batch).isEqualTo(expected);
        }
        assertThat(run.stateRows()).isZero();
    }

    private static String delta(List<String> present, long watermark, Random random) {
        List<String> delta = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            List<String> changeable = present.stream()
                    .filter(row -> Long.parseLong(row.split("\\|")[1]) >= watermark)
                    .toList();
            if (random.nextInt(5) < 2 && !changeable.isEmpty()) {
                String row = changeable.get(random.nextInt(changeable.size()));
                present.remove(row);
                delta.add("-" + row);
            } else {
                String row = "ab".charAt(random.nextInt(2)) + "|" + (watermark + random.nextInt(12)) + "|"
                        + random.nextInt(2);
                present.add(row);
                delta.add("+" + row);
            }
        }
        return String.join(" ", delta);
    }

    @Test
    void oneBatchJoinsAndPartsThousandsOfSessions() {
        int sessions = 20_000;
        OperatorCheck.Run run = new OperatorCheck.Run(
                SessionWindowOperatorTest.sessions(false, 10, Emission.ON_UPDATE, true), OperatorCheck.Way.WHOLE);
        List<String> apart = new ArrayList<>();
        List<String> between = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            apart.add("a|" + i * 20L + "|1");
            between.add("a|" + (i * 20L + 10) + "|1");
        }
        Collections.shuffle(apart, new Random(1));
        Collections.shuffle(between, new Random(2));
        assertThat(run.batch(new String[] {"+" + String.join(" +", apart)}, 0)).hasSize(sessions);
        Map<String, Long> joined = run.batch(new String[] {"+" + String.join(" +", between)}, 0);
        assertThat(joined).hasSize(3 * sessions);
        assertThat(joined.get("a|0|1|0|" + sessions * 20L + "|" + (sessions * 20L - 1)))
                .isEqualTo(1);
        Map<String, Long> parted = run.batch(new String[] {"-" + String.join(" -", between)}, 0);
        assertThat(parted).hasSize(3 * sessions);
        assertThat(parted.get("a|0|1|0|10|9")).isEqualTo(1);
        assertThat(run.stateRows()).isEqualTo(sessions);
    }
}
