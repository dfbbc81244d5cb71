package io.millrace.engine.operator;

import static io.millrace.engine.operator.AggregateOperatorTest.aggregate;
import static io.millrace.engine.operator.AggregateOperatorTest.call;
import static io.millrace.engine.operator.AggregateOperatorTest.distinct;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrangedAggregateTest {

    @ParameterizedTest
    @EnumSource(NaiveArrangement.class)
    void integratedOutputEqualsRecomputation(NaiveArrangement naive) {
        for (boolean appendOnly : new boolean[] {true, false}) {
            DStream input = source(appendOnly, Type.VARCHAR, naive.argument(), Type.BIGINT, Type.BOOLEAN);
            DStream node = aggregate(input, List.of(0), naive.call(OptionalInt.empty()), naive.call(OptionalInt.of(3)));
            for (long seed = 1; seed <= 5; seed++) {
                Recomputation.check(node, seed, inputs -> naive.compute(inputs.get(0)));
            }
        }
    }

    @Test
    void firstValueOfAnInputThatGrowsKeepsOneRow() {
        verifying(aggregate(
                        source(true, Type.VARCHAR, Type.BIGINT, Type.BIGINT),
                        List.of(0),
                        NaiveArrangement.FIRST_VALUE.call(OptionalInt.empty())))
                .batch("+a|5|3 +a|6|1 +a|7|2 +b|1|~")
                .emits("+a|6 +b|1")
                .holdsRows(4)
                .batch("+a|8|1 +a|1|1")
                .emits("-a|6 +a|1")
                .holdsRows(4);
    }

    @Test
    void bitsAreThoseOfTheValuesThatAreLeft() {
        verifying(aggregate(
                        source(false, Type.VARCHAR, Type.BIGINT),
                        List.of(0),
                        call(AggregateFunction.BIT_AND, Type.BIGINT, 1),
                        call(AggregateFunction.BIT_OR, Type.BIGINT, 1),
                        call(AggregateFunction.BIT_XOR, Type.BIGINT, 1),
                        distinct(AggregateFunction.BIT_XOR, Type.BIGINT, 1)))
                .batch("+a|12 +a|10 +a|10 +a|~ +b|-1")
                .emits("+a|8|14|12|6 +b|-1|-1|-1|-1")
                .batch("-a|10 -b|-1 +b|~")
                .emits("-a|8|14|12|6 +a|8|14|6|6 -b|-1|-1|-1|-1 +b|~|~|~|~");
    }

    @Test
    void pairsCorrelate() {
        verifying(aggregate(
                        source(false, Type.INTEGER, Type.BIGINT),
                        List.of(),
                        call(AggregateFunction.COVAR_POP, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.COVAR_SAMP, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.CORR, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.REGR_SLOPE, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.REGR_INTERCEPT, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.REGR_R2, Type.DOUBLE, 0, 1),
                        call(AggregateFunction.REGR_AVGX, Type.DOUBLE, 0, 1)))
                .batch("+3|1 +5|2 +~|9 +9|4")
                .emits("+3.111111111111111|4.666666666666667|1.0|2.0|1.0|1.0|2.3333333333333335")
                .batch("-3|1 -5|2")
                .emits("-3.111111111111111|4.666666666666667|1.0|2.0|1.0|1.0|2.3333333333333335 +0.0|~|~|~|~|~|4.0");
    }
}
