package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateOperatorTest {

    static AggregateCall call(AggregateFunction function, Type type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), false, OptionalInt.empty(), type, true);
    }

    static AggregateCall distinct(AggregateFunction function, Type type, Integer... arguments) {
        return new AggregateCall(function, List.of(arguments), true, OptionalInt.empty(), type, true);
    }

    static AggregateCall filtered(AggregateCall call, int filter) {
        return new AggregateCall(
                call.function(), call.arguments(), call.distinct(), OptionalInt.of(filter), call.type(), true);
    }

    static Aggregate aggregate(DStream input, List<Integer> keys, AggregateCall... calls) {
        return aggregate(input, keys, OptionalInt.empty(), calls);
    }

    static Aggregate aggregate(DStream input, List<Integer> keys, OptionalInt windowEnd, AggregateCall... calls) {
        List<Type> types = new ArrayList<>();
        keys.forEach(key -> types.add(input.rowType().type(key)));
        List.of(calls).forEach(call -> types.add(call.type()));
        return new Aggregate(input, keys, List.of(calls), windowEnd, rowType(types.toArray(Type[]::new)));
    }

    @Test
    void changedGroupRetractsItsOldRow() {
        verifying(aggregate(
                        source(true, Type.VARCHAR, Type.BIGINT),
                        List.of(0),
                        call(AggregateFunction.COUNT, Type.BIGINT),
                        call(AggregateFunction.MAX, Type.BIGINT, 1)))
                .batch("+a|5 +b|7 +a|3")
                .emits("+a|2|5 +b|1|7")
                .batch("+a|4")
                .emits("-a|2|5 +a|3|5")
                .batch("")
                .emits("");
    }

    @Test
    void groupWithUnchangedResultIsNotEmittedAgain() {
        verifying(aggregate(
                        source(true, Type.VARCHAR, Type.BIGINT),
                        List.of(0),
                        call(AggregateFunction.MAX, Type.BIGINT, 1)))
                .batch("+a|5")
                .emits("+a|5")
                .batch("+a|4")
                .emits("");
    }

    @Test
    void groupDisappearsWithItsLastRow() {
        verifying(aggregate(
                        source(false, Type.VARCHAR, Type.BIGINT),
                        List.of(0),
                        call(AggregateFunction.SUM, Type.BIGINT, 1)))
                .batch("+a|5 +a|5 +b|~")
                .emits("+a|10 +b|~")
                .batch("-a|5 -b|~")
                .emits("-a|10 +a|5 -b|~")
                .batch("-a|5 +c|1 -c|1")
                .emits("-a|5")
                .holdsRows(0);
    }

    @Test
    void nullsGroupTogether() {
        verifying(aggregate(
                        source(true, Type.VARCHAR, Type.INTEGER),
                        List.of(0, 1),
                        call(AggregateFunction.COUNT, Type.BIGINT)))
                .batch("+~|0 +~|~ +~|0 +|0 +~|~")
                .emits("+~|0|2 +~|~|2 +|0|1");
    }

    @Test
    void aggregateWithoutKeysHasARowFromTheFirstBatchOn() {
        verifying(aggregate(
                        source(false, Type.BIGINT),
                        List.of(),
                        call(AggregateFunction.COUNT, Type.BIGINT),
                        call(AggregateFunction.SUM, Type.BIGINT, 0),
                        call(AggregateFunction.SUM0, Type.BIGINT, 0)))
                .batch("")
                .emits("+0|~|0")
                .batch("+5 +7")
                .emits("-0|~|0 +2|12|12")
                .batch("-5 -7")
                .emits("-2|12|12 +0|~|0")
                .batch("")
                .emits("");
    }

    @Test
    void aggregateWithoutKeysCountsTheFirstBatch() {
        verifying(aggregate(source(true, Type.BIGINT), List.of(), call(AggregateFunction.COUNT, Type.BIGINT)))
                .batch("+1 +2")
                .emits("+2");
    }

    @Test
    void distinctArgumentsCountOncePerFilter() {
        AggregateCall count = distinct(AggregateFunction.COUNT, Type.BIGINT, 1);
        verifying(aggregate(
                        source(false, Type.VARCHAR, Type.BIGINT, Type.BOOLEAN),
                        List.of(0),
                        count,
                        filtered(count, 2),
                        distinct(AggregateFunction.SUM, Type.BIGINT, 1)))
                .batch("+a|5|true +a|5|false +a|6|false +a|~|true")
                .emits("+a|2|1|11")
                .batch("-a|5|true")
                .emits("-a|2|1|11 +a|2|0|11")
                .batch("-a|5|false")
                .emits("-a|2|0|11 +a|1|0|6");
    }

    @Test
    void sumsAreExactBeyondSixtyFourBits() {
        String max = Long.toString(Long.MAX_VALUE);
        verifying(aggregate(
                        source(false, Type.VARCHAR, Type.BIGINT),
                        List.of(0),
                        call(AggregateFunction.SUM, Type.decimal(38, 0), 1),
                        call(AggregateFunction.AVG, Type.BIGINT, 1)))
                .batch("+a|" + max + " +a|" + max + " +a|" + max)
                .emits("+a|27670116110564327421|" + max)
                .batch("-a|" + max + " -a|" + max + " +a|-7")
                .emits("-a|27670116110564327421|" + max + " +a|9223372036854775800|4611686018427387900");
    }

    @Test
    void sumThatDoesNotFitItsTypeFails() {
        OperatorCheck check =
                verifying(aggregate(source(true, Type.BIGINT), List.of(), call(AggregateFunction.SUM, Type.BIGINT, 0)));
        assertThatThrownBy(() -> check.batch("+" + Long.MAX_VALUE + " +1"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE));
    }

    @Test
    void averagesRoundAsTheirTypeSays() {
        DStream input = source(true, Type.decimal(10, 2));
        verifying(aggregate(
                        input,
                        List.of(),
                        call(AggregateFunction.AVG, Type.decimal(10, 2), 0),
                        call(AggregateFunction.AVG, Type.decimal(16, 6), 0),
                        call(AggregateFunction.AVG, Type.decimal(30, 6), 0),
                        call(AggregateFunction.AVG, Type.DOUBLE, 0)))
                .batch("+100 +101 +100")
                .emits("+100|1003333|1.003333|1.0033333333333334")
                .batch("+101")
                .emits("-100|1003333|1.003333|1.0033333333333334 +101|1005000|1.005000|1.005");
    }

    @Test
    void floatingSumsSurviveRetraction() {
        verifying(aggregate(
                        source(false, Type.VARCHAR, Type.DOUBLE),
                        List.of(0),
                        call(AggregateFunction.SUM, Type.DOUBLE, 1),
                        call(AggregateFunction.AVG, Type.DOUBLE, 1)))
                .batch("+a|0.1 +a|1e17 +a|0.2")
                .emits("+a|1.0E17|3.3333333333333332E16")
                .batch("-a|1e17 +b|Infinity")
                .emits(
                        "-a|1.0E17|3.3333333333333332E16 +a|0.30000000000000004|0.15000000000000002 +b|Infinity|Infinity")
                .batch("+b|1.5 -b|Infinity")
                .emits("-b|Infinity|Infinity +b|1.5|1.5");
    }

    @Test
    void varianceAndDeviation() {
        verifying(aggregate(
                        source(false, Type.DOUBLE),
                        List.of(),
                        call(AggregateFunction.VAR_POP, Type.DOUBLE, 0),
                        call(AggregateFunction.VAR_SAMP, Type.DOUBLE, 0),
                        call(AggregateFunction.STDDEV_POP, Type.DOUBLE, 0)))
                .batch(
                        "+1000000002 +1000000004 +1000000004 +1000000004 +1000000005 +1000000005 +1000000007 +1000000009")
                .emits("+4.0|4.571428571428571|2.0")
                .batch("-1000000002 -1000000004 -1000000004 -1000000004 -1000000005 -1000000005 -1000000007")
                .emits("-4.0|4.571428571428571|2.0 +0.0|~|0.0");
    }

    @Test
    void singleValueRefusesASecondRow() {
        OperatorCheck check = verifying(
                aggregate(source(false, Type.BIGINT), List.of(), call(AggregateFunction.SINGLE_VALUE, Type.BIGINT, 0)));
        check.batch("+5").emits("+5").batch("+6 -5").emits("-5 +6");
        assertThatThrownBy(() -> check.batch("+~"))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("more than one row");
    }

    @Test
    void groupsOfClosedWindowsAreForgottenAndTheirRowsLate() {
        verifying(aggregate(
                        source(true, Type.VARCHAR, Type.TIMESTAMP),
                        List.of(0, 1),
                        OptionalInt.of(1),
                        call(AggregateFunction.COUNT, Type.BIGINT)))
                .watermark(5)
                .batch("+a|10 +a|20")
                .emits("+a|10|1 +a|20|1")
                .watermark(10)
                .batch("+a|10")
                .emits("-a|10|1 +a|10|2")
                .holdsRows(1)
                .batch("+a|10 +a|20")
                .refusesAsLate("+a|10")
                .emits("-a|20|1 +a|20|2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closingAggregateEmitsEachWindowOnce(boolean appendOnly) {
        Aggregate aggregate = aggregate(
                source(appendOnly, Type.VARCHAR, Type.TIMESTAMP),
                List.of(0, 1),
                OptionalInt.of(1),
                call(AggregateFunction.COUNT, Type.BIGINT));
        verifying(new WindowClose(aggregate, 1))
                .watermark(5)
                .batch("+a|10 +a|20 +b|10")
                .emits("")
                .watermark(10)
                .batch("+a|10 +a|20")
                .emits("+a|10|2 +b|10|1")
                .batch("+a|10")
                .refusesAsLate("+a|10")
                .emits("")
                .watermark(Long.MAX_VALUE)
                .batch("")
                .emits("+a|20|2")
                .holdsRows(0);
    }

    @Test
    void closingAggregateLeavesOutRetractedGroups() {
        Aggregate aggregate = aggregate(
                source(false, Type.VARCHAR, Type.TIMESTAMP),
                List.of(0, 1),
                OptionalInt.of(1),
                call(AggregateFunction.COUNT, Type.BIGINT));
        verifying(new WindowClose(aggregate, 1))
                .batch("+a|10 +b|10")
                .emits("")
                .watermark(10)
                .batch("-a|10")
                .emits("+b|10|1");
    }

    @Test
    void windowCloseHoldsRowsOfAnyInput() {
        verifying(new WindowClose(source(false, Type.VARCHAR, Type.TIMESTAMP), 1))
                .batch("+a|10 +2*b|10 +c|20")
                .emits("")
                .batch("-a|10")
                .emits("")
                .watermark(10)
                .batch("+d|10")
                .emits("+2*b|10 +d|10")
                .holdsRows(1)
                .batch("+e|10")
                .refusesAsLate("+e|10");
    }

    @ParameterizedTest
    @EnumSource(NaiveAggregate.class)
    void integratedOutputEqualsRecomputation(NaiveAggregate naive) {
        for (boolean appendOnly : new boolean[] {true, false}) {
            for (Type type : naive.types()) {
                DStream input = source(appendOnly, Type.VARCHAR, type, Type.BOOLEAN);
                AggregateCall call = naive.call(type);
                Aggregate node = aggregate(input, List.of(0), call, filtered(call, 2));
                for (long seed = 1; seed <= 3; seed++) {
                    Recomputation.check(node, seed, inputs -> naive.compute(inputs.get(0)));
                }
            }
        }
    }
}
