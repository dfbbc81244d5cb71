package io.millrace.engine.operator;

import static io.millrace.engine.operator.AggregateOperatorTest.call;
import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.SessionWindow.Emission;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionAggregateOperatorTest {

    private static final AggregateCall COUNT = call(AggregateFunction.COUNT, Type.BIGINT);
    private static final AggregateCall SUM = call(AggregateFunction.SUM, Type.BIGINT, 2);
    private static final AggregateCall MAX = call(AggregateFunction.MAX, Type.BIGINT, 2);

    private static SessionAggregate aggregate(long gap, Emission emission, boolean closes, AggregateCall... calls) {
        return aggregate(
                SessionWindowOperatorTest.sessions(true, gap, emission, closes), List.of(0, 3, 4), List.of(calls));
    }

    private static SessionAggregate aggregate(SessionWindow window, List<Integer> groups, List<AggregateCall> calls) {
        List<Type> types = new ArrayList<>();
        groups.forEach(column -> types.add(window.rowType().type(column)));
        calls.forEach(call -> types.add(call.type()));
        return new SessionAggregate(window, groups, calls, rowType(types.toArray(Type[]::new)));
    }

    @Test
    void sessionIsTakenBackWhenItChanges() {
        verifying(aggregate(10, Emission.ON_UPDATE, true, COUNT, SUM))
                .batch("+a|0|1 +a|20|2 +b|3|~")
                .emits("+a|0|10|1|1 +a|20|30|1|2 +b|3|13|1|~")
                .batch("+a|10|4")
                .emits("-a|0|10|1|1 -a|20|30|1|2 +a|0|30|3|7")
                .batch("+a|10|0")
                .emits("-a|0|30|3|7 +a|0|30|4|7")
                .holdsRows(2);
    }

    @Test
    void sessionIsEmittedOnceWhenTheWatermarkHasPassedItsEnd() {
        verifying(aggregate(10, Emission.ON_CLOSE, true, COUNT, MAX))
                .watermark(15)
                .batch("+a|0|1 +a|5|2 +b|9|3")
                .emits("")
                .watermark(16)
                .batch("")
                .emits("+a|0|15|2|2")
                .holdsRows(1)
                .batch("+a|3|1")
                .refusesAsLate("+a|3|1")
                .watermark(100)
                .batch("+b|19|1 +b|~|1")
                .rejects("b|~|1 NULL_NOT_ALLOWED: column \"c1\" is null, so the row belongs to no window")
                .emits("+b|9|29|2|3")
                .holdsRows(0);
    }

    @Test
    void groupColumnsComeInTheOrderAskedFor() {
        SessionWindow window = SessionWindowOperatorTest.sessions(true, 10, Emission.ONCE, false);
        verifying(aggregate(window, List.of(5, 0, 3), List.of(COUNT)))
                .batch("+a|0|1 +~|4|1 +~|8|1")
                .emits("+9|a|0|1 +17|~|4|2");
    }

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"ON_UPDATE", "ON_CLOSE"})
    void mergedStatesEqualThoseOfAllRows(Emission emission) {
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            for (long seed = 1; seed <= 30; seed++) {
                check(emission, way, seed);
            }
        }
    }

    private static void check(Emission emission, OperatorCheck.Way way, long seed) {
        Random random = new Random(seed);
        SessionScenario scenario = new SessionScenario(aggregate(4, emission, true, COUNT, SUM, MAX), way);
        Map<String, Long> integrated = new TreeMap<>();
        Map<String, Long> expectedClosed = new TreeMap<>();
        for (int batch = 0; batch < 30; batch++) {
            Map<String, Long> emitted = scenario.batch(random);
            emitted.forEach((row, weight) -> integrated.merge(row, weight, Long::sum));
            integrated.values().removeIf(weight -> weight == 0);
            scenario.naive().closed().forEach(session -> expectedClosed.merge(text(session), 1L, Long::sum));
            Map<String, Long> expected = new TreeMap<>(expectedClosed);
            if (emission == Emission.ON_UPDATE) {
                scenario.naive().open().forEach(session -> expected.merge(text(session), 1L, Long::sum));
            }
            assertThat(integrated).as("seed %d, %s, batch %d", seed, way, batch).isEqualTo(expected);
            assertThat(scenario.stateRows()).isEqualTo(scenario.naive().open().size());
        }
    }

    private static String text(NaiveSessions.Session session) {
        long sum = 0;
        long greatest = Long.MIN_VALUE;
        for (NaiveSessions.Row row : session.rows()) {
            sum += Long.parseLong(row.value());
            greatest = Math.max(greatest, Long.parseLong(row.value()));
        }
        return String.join(
                "|",
                session.key(),
                Long.toString(session.start()),
                Long.toString(session.end()),
                Integer.toString(session.rows().size()),
                Long.toString(sum),
                Long.toString(greatest));
    }

    @ParameterizedTest
    @EnumSource(
            value = Emission.class,
            names = {"ON_UPDATE", "ON_CLOSE"})
    void oneBatchJoinsThousandsOfSessions(Emission emission) {
        int sessions = 20_000;
        SessionAggregate node = aggregate(10, emission, true, COUNT, SUM);
        OperatorCheck.Run run = new OperatorCheck.Run(node, OperatorCheck.Way.WHOLE);
        List<String> apart = new ArrayList<>();
        List<String> between = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            apart.add("+a|" + i * 20L + "|1");
            between.add("+a|" + (i * 20L + 10) + "|1");
        }
        Collections.shuffle(apart, new Random(1));
        Collections.shuffle(between, new Random(2));
        run.batch(new String[] {String.join(" ", apart)}, 0);
        assertThat(run.stateRows()).isEqualTo(sessions);
        run.batch(new String[] {String.join(" ", between)}, 0);
        assertThat(run.stateRows()).isEqualTo(1);
        Map<String, Long> closed = run.batch(new String[] {""}, sessions * 20L + 1);
        String row = "a|0|" + sessions * 20L + "|" + 2 * sessions + "|" + 2 * sessions;
        assertThat(closed).isEqualTo(emission == Emission.ON_CLOSE ? Map.of(row, 1L) : Map.of());
        assertThat(run.stateRows()).isZero();
    }
}
