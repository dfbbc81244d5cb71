package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Project;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.operator.aggregate.ClosingAggregateOperator;
import io.millrace.engine.operator.aggregate.HopAggregation;
import io.millrace.engine.operator.factory.OperatorFactory;
import io.millrace.engine.operator.window.WindowAssignOperator;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HopAggregateOperatorTest {

    private static final DStream INPUT = source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT);

    private static WindowClose windows(DStream windowed) {
        return windows(
                windowed,
                AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT),
                AggregateOperatorTest.call(AggregateFunction.SUM, Type.BIGINT, 2),
                AggregateOperatorTest.call(AggregateFunction.MIN, Type.BIGINT, 2),
                AggregateOperatorTest.call(AggregateFunction.AVG, Type.BIGINT, 2));
    }

    private static WindowClose windows(DStream windowed, AggregateCall... calls) {
        Aggregate aggregate = AggregateOperatorTest.aggregate(windowed, List.of(0, 3, 4), OptionalInt.of(2), calls);
        return new WindowClose(aggregate, 2);
    }

    private static DStream hop(boolean lateRows) {
        WindowSpec spec = WindowAssignOperatorTest.spec(WindowSpec.Kind.HOP, 12, 4, 1);
        return WindowAssignOperatorTest.assign(INPUT, spec, lateRows);
    }

    @Test
    void windowsAreCombinedFromPanesWhenTheyClose() {
        WindowClose node = windows(hop(true));
        assertThat(OperatorFactory.inputs(node)).containsExactly(INPUT);
        verifying(node)
                .watermark(4)
                .batch("+a|2|10 +a|6|20 +b|6|~")
                .emits("")
                .watermark(9)
                .batch("+a|9|30")
                .emits("+a|-7|5|1|10|10|10 +a|-3|9|2|30|10|15 +b|-3|9|1|~|~|~")
                .watermark(100)
                .batch("")
                .emits("+a|1|13|3|60|10|20 +b|1|13|1|~|~|~ +a|5|17|2|50|20|25 +b|5|17|1|~|~|~ +a|9|21|1|30|30|30")
                .holdsRows(0);
    }

    @Test
    void rowIsLateOnlyWhenItsLastWindowHasClosed() {
        verifying(windows(hop(true)))
                .watermark(9)
                .batch("")
                .watermark(13)
                .batch("+a|2|1 +a|0|1 +a|~|1")
                .refusesAsLate("+a|0|1")
                .rejects("a|~|1 NULL_NOT_ALLOWED: column \"c1\" is null, so the row belongs to no window")
                .emits("+a|1|13|1|1|1|1");
    }

    @Test
    void exchangeMovesBelowTheAssignmentOfWindows() {
        DStream hop = hop(true);
        List<Expression> selection = new ArrayList<>();
        for (int column : new int[] {4, 0, 3}) {
            selection.add(new ColumnReference(column, hop.rowType().type(column), true));
        }
        DStream project = new Project(hop, selection, rowType(Type.TIMESTAMP, Type.VARCHAR, Type.TIMESTAMP));
        DStream exchange = new Exchange(project, Distribution.hash(List.of(0, 1, 2)));
        Aggregate aggregate = AggregateOperatorTest.aggregate(
                exchange,
                List.of(1, 0),
                OptionalInt.of(1),
                AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT));
        WindowClose node = new WindowClose(aggregate, 1);
        assertThat(OperatorFactory.inputs(node)).containsExactly(new Exchange(INPUT, Distribution.hash(List.of(0))));
        verifying(node).watermark(6).batch("+a|2|10").emits("+a|5|1");
    }

    @Test
    void panesGiveWhatWindowsOneByOneGive() {
        givesWhatWindowsOneByOneGive(windows(hop(true)), 5);
    }

    @Test
    void panesThatAreTakenAwayAgainGiveWhatWindowsOneByOneGive() {
        AggregateCall count = AggregateOperatorTest.call(AggregateFunction.COUNT, Type.BIGINT);
        AggregateCall average = AggregateOperatorTest.call(AggregateFunction.AVG, Type.BIGINT, 2);
        WindowClose fused = windows(hop(true), count, average);
        givesWhatWindowsOneByOneGive(fused, 5);
        givesWhatWindowsOneByOneGive(fused, Long.MAX_VALUE);
    }

    private static void givesWhatWindowsOneByOneGive(WindowClose fused, long values) {
        assertThat(HopAggregation.of(fused)).isPresent();
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            OperatorCheck.Way way = OperatorCheck.Way.values()[(int) seed % OperatorCheck.Way.values().length];
            OperatorCheck.Run run = new OperatorCheck.Run(fused, way);
            BatchContext context = new BatchContext();
            Operator assign = new WindowAssignOperator((WindowAssign) hop(true), context);
            Aggregate aggregate = (Aggregate) fused.input();
            Operator closing = new ClosingAggregateOperator(aggregate, 2, context, OperatorCheck.compiler());
            long watermark = 0;
            for (int batch = 0; batch < 20; batch++) {
                watermark += random.nextInt(8);
                List<String> rows = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    long time = watermark - 14 + random.nextInt(20);
                    rows.add("+" + "ab".charAt(random.nextInt(2)) + "|" + time + "|"
                            + (random.nextBoolean() ? 1 : -1) * random.nextLong(values));
                }
                Map<String, Long> fusedRows = run.batch(new String[] {String.join(" ", rows)}, watermark);
                List<Page> pages = new ArrayList<>();
                context.beginBatch(watermark);
                if (!rows.isEmpty()) {
                    assign.process(
                            0, RowText.page(INPUT.rowType(), rows), page -> closing.process(0, page, pages::add));
                }
                closing.finish(pages::add);
                assertThat(fusedRows)
                        .as("seed %d, batch %d", seed, batch)
                        .isEqualTo(new TreeMap<>(RowText.zset(pages)));
            }
        }
    }
}
