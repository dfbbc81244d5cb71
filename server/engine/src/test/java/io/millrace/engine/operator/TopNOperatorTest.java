package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;

import io.millrace.dstream.DStream;
import io.millrace.dstream.TopN;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopNOperatorTest {

    static TopN topN(
            DStream input, List<Integer> partition, List<SortKey> order, long offset, long limit, boolean number) {
        return topN(input, partition, order, offset, limit, number, Optional.empty());
    }

    static TopN topN(
            DStream input,
            List<Integer> partition,
            List<SortKey> order,
            long offset,
            long limit,
            boolean number,
            Optional<Expiry> expiry) {
        List<Type> types = new ArrayList<>(
                input.rowType().fields().stream().map(Field::type).toList());
        if (number) {
            types.add(Type.BIGINT);
        }
        RowType rowType = rowType(types.toArray(Type[]::new));
        return new TopN(input, partition, order, offset, limit, number, expiry, rowType);
    }

    private static final List<SortKey> BY_SECOND_DESCENDING = List.of(new SortKey(1, true, false));

    @Test
    void betterRowDisplacesTheLast() {
        verifying(topN(source(true, Type.VARCHAR, Type.BIGINT), List.of(0), BY_SECOND_DESCENDING, 0, 2, false))
                .batch("+a|1 +a|5 +b|1 +a|3")
                .emits("+a|5 +a|3 +b|1")
                .batch("+a|4 +a|2")
                .emits("-a|3 +a|4")
                .holdsRows(3);
    }

    @Test
    void positionsShiftWithRowNumbers() {
        verifying(topN(source(true, Type.VARCHAR, Type.BIGINT), List.of(), BY_SECOND_DESCENDING, 0, 3, true))
                .batch("+a|1 +b|2")
                .emits("+b|2|1 +a|1|2")
                .batch("+c|3")
                .emits("-b|2|1 +c|3|1 -a|1|2 +b|2|2 +a|1|3");
    }

    @Test
    void rowBeyondTheLimitComesBackWhenABetterOneGoes() {
        verifying(topN(source(false, Type.VARCHAR, Type.BIGINT), List.of(), BY_SECOND_DESCENDING, 1, 1, false))
                .batch("+a|1 +b|2 +c|3")
                .emits("+b|2")
                .batch("-c|3")
                .emits("-b|2 +a|1")
                .batch("-b|2")
                .emits("-a|1")
                .batch("-a|1")
                .holdsRows(0);
    }

    @Test
    void copiesOfARowTakeSeveralPlaces() {
        verifying(topN(source(false, Type.VARCHAR, Type.BIGINT), List.of(), BY_SECOND_DESCENDING, 0, 3, true))
                .batch("+2*a|5 +2*b|4")
                .emits("+a|5|1 +a|5|2 +b|4|3")
                .batch("-a|5")
                .emits("-a|5|2 +b|4|2");
    }

    @Test
    void limitZeroKeepsNothing() {
        verifying(topN(source(true, Type.VARCHAR, Type.BIGINT), List.of(), BY_SECOND_DESCENDING, 0, 0, false))
                .batch("+a|1")
                .emits("")
                .holdsRows(0);
    }

    @Test
    void partitionIsForgottenWhenItExpires() {
        verifying(topN(
                        source(true, Type.TIMESTAMP, Type.BIGINT),
                        List.of(0),
                        BY_SECOND_DESCENDING,
                        0,
                        1,
                        false,
                        Optional.of(new Expiry(0, 0))))
                .watermark(10)
                .batch("+10|1 +20|2")
                .emits("+10|1 +20|2")
                .holdsRows(2)
                .watermark(11)
                .batch("")
                .emits("")
                .holdsRows(1);
    }

    @Test
    void integratedOutputEqualsRecomputation() {
        List<List<SortKey>> orders = List.of(
                List.of(new SortKey(1, true, false)),
                List.of(new SortKey(1, false, true), new SortKey(2, true, true)),
                List.of(new SortKey(2, false, false)),
                List.of());
        for (int shape = 0; shape < 8; shape++) {
            boolean number = (shape & 2) != 0;
            List<Integer> partition = (shape & 4) != 0 ? List.of(0) : List.of();
            DStream input = source((shape & 1) != 0, Type.VARCHAR, Type.BIGINT, Type.DOUBLE);
            for (List<SortKey> order : orders) {
                for (long seed = 1; seed <= 3; seed++) {
                    long offset = seed - 1;
                    Recomputation.check(
                            topN(input, partition, order, offset, 3, number),
                            seed,
                            inputs -> naive(inputs.get(0), partition, order, offset, 3, number));
                }
            }
        }
    }

    private static List<String> naive(
            List<String[]> rows,
            List<Integer> partition,
            List<SortKey> order,
            long offset,
            long limit,
            boolean number) {
        Map<String, List<String[]>> groups = new LinkedHashMap<>();
        for (String[] row : rows) {
            groups.computeIfAbsent(partition.isEmpty() ? "" : row[0], key -> new ArrayList<>())
                    .add(row);
        }
        List<String> output = new ArrayList<>();
        for (List<String[]> group : groups.values()) {
            group.sort((left, right) -> NaiveOrder.compare(left, right, order));
            for (int i = (int) offset; i < Math.min(group.size(), offset + limit); i++) {
                output.add(String.join("|", group.get(i)) + (number ? "|" + (i + 1) : ""));
            }
        }
        return output;
    }
}
