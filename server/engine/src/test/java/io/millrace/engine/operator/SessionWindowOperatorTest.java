package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.SessionWindow.Emission;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionWindowOperatorTest {

    static SessionWindow sessions(boolean appendOnly, long gap, Emission emission, boolean closes) {
        DStream input = source(appendOnly, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT);
        List<Type> types = new ArrayList<>();
        input.rowType().fields().forEach(field -> types.add(field.type()));
        types.addAll(List.of(Type.TIMESTAMP, Type.TIMESTAMP, Type.TIMESTAMP));
        return new SessionWindow(input, 1, List.of(0), gap, emission, closes, rowType(types.toArray(Type[]::new)));
    }

    @Test
    void rowsAreTakenBackWhenTheirSessionGrows() {
        verifying(sessions(true, 10, Emission.ON_UPDATE, true))
                .batch("+a|1|7 +b|5|8")
                .emits("+a|1|7|1|11|10 +b|5|8|5|15|14")
                .batch("+a|11|9")
                .emits("-a|1|7|1|11|10 +a|1|7|1|21|20 +a|11|9|1|21|20")
                .batch("+a|11|6")
                .emits("+a|11|6|1|21|20");
    }

    @Test
    void rowBetweenTwoSessionsJoinsThem() {
        verifying(sessions(true, 10, Emission.ON_UPDATE, true))
                .batch("+a|0|1 +a|20|2")
                .emits("+a|0|1|0|10|9 +a|20|2|20|30|29")
                .batch("+a|10|3")
                .emits("-a|0|1|0|10|9 -a|20|2|20|30|29 +a|0|1|0|30|29 +a|10|3|0|30|29 +a|20|2|0|30|29");
    }

    @Test
    void rowsMoreThanTheGapApartAreInTwoSessions() {
        verifying(sessions(true, 10, Emission.ONCE, false))
                .batch("+a|0|1 +a|10|2 +a|21|3")
                .emits("+a|0|1|0|20|19 +a|10|2|0|20|19 +a|21|3|21|31|30");
    }

    @Test
    void sessionFallsApartWhenTheRowThatHeldItTogetherIsTakenBack() {
        verifying(sessions(false, 10, Emission.ON_UPDATE, true))
                .batch("+a|0|1 +a|8|2 +a|16|3")
                .emits("+a|0|1|0|26|25 +a|8|2|0|26|25 +a|16|3|0|26|25")
                .batch("-a|8|2")
                .emits("-a|0|1|0|26|25 -a|8|2|0|26|25 -a|16|3|0|26|25 +a|0|1|0|10|9 +a|16|3|16|26|25")
                .batch("-a|0|1 -a|16|3")
                .emits("-a|0|1|0|10|9 -a|16|3|16|26|25")
                .holdsRows(0);
    }

    @Test
    void closedSessionsAreEmittedOnceAndForgotten() {
        verifying(sessions(true, 10, Emission.ON_CLOSE, true))
                .watermark(15)
                .batch("+a|0|1 +a|5|2 +b|9|3")
                .emits("")
                .holdsRows(3)
                .watermark(16)
                .batch("")
                .emits("+a|0|1|0|15|14 +a|5|2|0|15|14")
                .holdsRows(1)
                .watermark(100)
                .batch("")
                .emits("+b|9|3|9|19|18")
                .holdsRows(0);
    }

    @Test
    void rowIsLateUnlessItsSessionReachesAnOpenOne() {
        verifying(sessions(true, 10, Emission.ON_UPDATE, true))
                .watermark(20)
                .batch("+a|15|1")
                .emits("+a|15|1|15|25|24")
                .batch("+a|9|2 +b|9|3 +b|~|4 +c|10|5")
                .refusesAsLate("+b|9|3")
                .rejects("b|~|4 NULL_NOT_ALLOWED: column \"c1\" is null, so the row belongs to no window")
                .emits("-a|15|1|15|25|24 +a|15|1|9|25|24 +a|9|2|9|25|24 +c|10|5|10|20|19");
    }

    @Test
    void rowOfTheSameBatchSavesALateOne() {
        verifying(sessions(true, 10, Emission.ON_CLOSE, true))
                .watermark(30)
                .batch("")
                .batch("+a|3|1 +a|12|2 +a|21|3 +b|3|4 +b|12|5")
                .refusesAsLate("+b|3|4 +b|12|5")
                .holdsRows(3)
                .watermark(32)
                .batch("")
                .emits("+a|3|1|3|31|30 +a|12|2|3|31|30 +a|21|3|3|31|30")
                .holdsRows(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"ON_UPDATE"})
    void integratedOutputEqualsRecomputation(Emission emission) {
        for (boolean appendOnly : new boolean[] {false, true}) {
            for (long seed = 1; seed <= 10; seed++) {
                Recomputation.check(sessions(appendOnly, 1, emission, false), seed, inputs -> {
                    List<NaiveSessions.Row> rows = inputs.get(0).stream()
                            .filter(row -> !row[1].equals("~"))
                            .map(row -> NaiveSessions.Row.of(String.join("|", row)))
                            .toList();
                    return NaiveSessions.sessions(rows, 1).stream()
                            .flatMap(session -> session.texts().stream())
                            .toList();
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"ON_UPDATE", "ON_CLOSE"})
    void sessionsCloseAsTheWatermarkPasses(Emission emission) {
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            for (long seed = 1; seed <= 30; seed++) {
                check(emission, way, seed);
            }
        }
    }

    private static void check(Emission emission, OperatorCheck.Way way, long seed) {
        Random random = new Random(seed);
        SessionScenario scenario = new SessionScenario(sessions(true, 4, emission, true), way);
        Map<String, Long> integrated = new TreeMap<>();
        Map<String, Long> expectedClosed = new TreeMap<>();
        for (int batch = 0; batch < 30; batch++) {
            Map<String, Long> emitted = scenario.batch(random);
            emitted.forEach((row, weight) -> integrated.merge(row, weight, Long::sum));
            integrated.values().removeIf(weight -> weight == 0);
            scenario.naive()
                    .closed()
                    .forEach(session -> session.texts().forEach(row -> expectedClosed.merge(row, 1L, Long::sum)));
            Map<String, Long> expected = new TreeMap<>(expectedClosed);
            if (emission == Emission.ON_UPDATE) {
                scenario.naive()
                        .open()
                        .forEach(session -> session.texts().forEach(row -> expected.merge(row, 1L, Long::sum)));
            }
            assertThat(integrated).as("seed %d, %s, batch %d", seed, way, batch).isEqualTo(expected);
            assertThat(scenario.stateRows()).isEqualTo(scenario.naive().openRows());
        }
    }
}
