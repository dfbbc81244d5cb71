package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Join;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.join.JoinKind;
import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinOperatorTest {

    static Join join(JoinKind kind, DStream left, DStream right, List<Integer> keys) {
        return join(kind, left, right, keys, Optional.empty(), Optional.empty());
    }

    static Join join(
            JoinKind kind,
            DStream left,
            DStream right,
            List<Integer> keys,
            Optional<Expiry> leftExpiry,
            Optional<Expiry> rightExpiry) {
        Stream<Field> fields = left.rowType().fields().stream();
        if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            fields = Stream.concat(fields, right.rowType().fields().stream());
        }
        Type[] types = fields.map(Field::type).toArray(Type[]::new);
        return new Join(
                kind,
                left,
                right,
                keys,
                keys,
                List.of(),
                Optional.empty(),
                leftExpiry,
                rightExpiry,
                Optional.empty(),
                Optional.empty(),
                false,
                rowType(types));
    }

    @Test
    void deltasOfBothSidesInOneBatchMeetOnce() {
        verifying(join(
                        JoinKind.INNER,
                        source(true, Type.BIGINT, Type.VARCHAR),
                        source(true, Type.BIGINT, Type.VARCHAR),
                        List.of(0)))
                .batch("+1|a +2|b +1|c", "+1|x +3|y")
                .emits("+1|a|1|x +1|c|1|x")
                .batch("+3|d", "+1|z +3|w")
                .emits("+3|d|3|y +3|d|3|w +1|a|1|z +1|c|1|z")
                .batch("+~|n", "+~|m")
                .emits("");
    }

    @Test
    void weightsMultiply() {
        verifying(join(
                        JoinKind.INNER,
                        source(false, Type.BIGINT, Type.VARCHAR),
                        source(false, Type.BIGINT, Type.VARCHAR),
                        List.of(0)))
                .batch("+2*1|a", "+3*1|x")
                .emits("+6*1|a|1|x")
                .batch("-1|a", "-1|x")
                .emits("-4*1|a|1|x")
                .batch("-1|a", "")
                .emits("-2*1|a|1|x")
                .batch("", "-2*1|x")
                .emits("")
                .holdsRows(0);
    }

    @Test
    void leftRowStandsAloneWhileItHasNoPartner() {
        verifying(join(
                        JoinKind.LEFT,
                        source(false, Type.BIGINT, Type.VARCHAR),
                        source(false, Type.BIGINT, Type.VARCHAR),
                        List.of(0)))
                .batch("+1|a +~|n", "")
                .emits("+1|a|~|~ +~|n|~|~")
                .batch("+1|a", "+1|x")
                .emits("-1|a|~|~ +2*1|a|1|x")
                .batch("", "+1|y -1|x")
                .emits("-2*1|a|1|x +2*1|a|1|y")
                .batch("-1|a -~|n", "-1|y")
                .emits("-2*1|a|1|y +1|a|~|~ -~|n|~|~");
    }

    @Test
    void semiAndAntiJoinKeepLeftRows() {
        DStream left = source(false, Type.BIGINT, Type.VARCHAR);
        DStream right = source(false, Type.BIGINT, Type.VARCHAR);
        verifying(join(JoinKind.SEMI, left, right, List.of(0)))
                .batch("+1|a +2|b +~|c", "+1|x +1|y")
                .emits("+1|a")
                .batch("", "-1|x")
                .emits("")
                .batch("", "-1|y +2|z")
                .emits("-1|a +2|b");
        verifying(join(JoinKind.ANTI, left, right, List.of(0)))
                .batch("+1|a +2|b +~|c", "+1|x")
                .emits("+2|b +~|c")
                .batch("", "-1|x +2|z")
                .emits("+1|a -2|b");
    }

    @Test
    void nullsMeetInTheKeysThatSaySo() {
        DStream left = source(false, Type.BIGINT, Type.BIGINT);
        DStream right = source(false, Type.BIGINT, Type.BIGINT);
        verifying(withNullKey(join(JoinKind.LEFT, left, right, List.of(0, 1)), 1))
                .batch("+1|~ +~|1 +1|1", "+1|~")
                .emits("+1|~|1|~ +~|1|~|~ +1|1|~|~")
                .batch("", "-1|~ +~|1")
                .emits("-1|~|1|~ +1|~|~|~");
        verifying(withNullKey(join(JoinKind.INNER, left, right, List.of(0, 1)), 1))
                .batch("+1|~ +~|1", "+1|~ +~|1")
                .emits("+1|~|1|~");
    }

    private static Join withNullKey(Join join, int key) {
        return new Join(
                join.kind(),
                join.left(),
                join.right(),
                join.leftKeys(),
                join.rightKeys(),
                List.of(key),
                join.residual(),
                join.leftExpiry(),
                join.rightExpiry(),
                join.leftLateness(),
                join.rightLateness(),
                join.settled(),
                join.rowType());
    }

    @Test
    void rowsExpireWhenTheWatermarkPassesTheirTimePlusDelay() {
        Optional<Expiry> expiry = Optional.of(new Expiry(1, 5));
        verifying(join(
                        JoinKind.INNER,
                        source(true, Type.BIGINT, Type.TIMESTAMP),
                        source(true, Type.BIGINT, Type.TIMESTAMP),
                        List.of(0),
                        expiry,
                        expiry))
                .watermark(15)
                .batch("+1|10", "+1|11")
                .emits("+1|10|1|11")
                .holdsRows(2)
                .watermark(16)
                .batch("+1|16", "")
                .emits("+1|16|1|11")
                .holdsRows(2)
                .watermark(17)
                .batch("", "+1|17")
                .emits("+1|16|1|17")
                .holdsRows(2)
                .watermark(Long.MAX_VALUE)
                .batch("", "")
                .holdsRows(0);
    }

    @Test
    void withoutKeysEveryPairMeets() {
        verifying(join(JoinKind.INNER, source(true, Type.BIGINT), source(false, Type.BIGINT), List.of()))
                .batch("+1 +2", "+3 +~")
                .emits("+1|3 +2|3 +1|~ +2|~")
                .batch("+5", "-3")
                .emits("-1|3 -2|3 +5|~");
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void residualDecidesWhichPairsMatch(JoinKind kind) {
        Expression residual = new Call(
                Function.LESS,
                List.of(new ColumnReference(1, Type.BIGINT, true), new ColumnReference(3, Type.BIGINT, true)),
                Type.BOOLEAN,
                true);
        for (int shape = 0; shape < 4; shape++) {
            DStream left = source((shape & 1) != 0, Type.INTEGER, Type.BIGINT);
            DStream right = source((shape & 2) != 0, Type.INTEGER, Type.BIGINT);
            Join keyed = join(kind, left, right, List.of(0));
            Join node = new Join(
                    kind,
                    left,
                    right,
                    List.of(0),
                    List.of(0),
                    List.of(),
                    Optional.of(residual),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    keyed.rowType());
            for (long seed = 1; seed <= 3; seed++) {
                Recomputation.check(node, seed, inputs -> naive(kind, inputs, true));
            }
        }
    }

    @Test
    void settledOuterJoinEmitsRowsWithoutPartnerWhenTheyAreForgotten() {
        Optional<Expiry> left = Optional.of(new Expiry(1, 10));
        Optional<Expiry> right = Optional.of(new Expiry(1, 0));
        Join pairs = join(
                JoinKind.LEFT,
                source(true, Type.INTEGER, Type.BIGINT),
                source(true, Type.INTEGER, Type.BIGINT),
                List.of(0));
        verifying(new Join(
                        JoinKind.LEFT,
                        pairs.left(),
                        pairs.right(),
                        List.of(0),
                        List.of(0),
                        List.of(),
                        Optional.empty(),
                        left,
                        right,
                        Optional.of(new Expiry(1, 0)),
                        Optional.of(new Expiry(1, 0)),
                        true,
                        pairs.rowType()))
                .watermark(20)
                .batch("+1|20 +2|20 +3|9 +4|5", "+1|25")
                .emits("+1|20|1|25 +3|9|~|~ +4|5|~|~")
                .holdsRows(3)
                .watermark(31)
                .batch("+1|19", "+2|19 +2|20")
                .emits("+2|20|2|20")
                .refusesAsLate("+1|19 +2|19")
                .holdsRows(0);
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void integratedOutputEqualsRecomputation(JoinKind kind) {
        for (int shape = 0; shape < 4; shape++) {
            DStream left = source((shape & 1) != 0, Type.INTEGER, Type.VARCHAR);
            DStream right = source((shape & 2) != 0, Type.INTEGER, Type.BIGINT);
            for (long seed = 1; seed <= 4; seed++) {
                Recomputation.check(join(kind, left, right, List.of(0)), seed, inputs -> naive(kind, inputs, false));
            }
        }
    }

    private static List<String> naive(JoinKind kind, List<List<String[]>> inputs, boolean ascending) {
        List<String> output = new ArrayList<>();
        boolean[] rightMatched = new boolean[inputs.get(1).size()];
        for (String[] left : inputs.get(0)) {
            boolean matched = false;
            int index = 0;
            for (String[] right : inputs.get(1)) {
                boolean residual = !ascending
                        || (!left[1].equals("~")
                                && !right[1].equals("~")
                                && Long.parseLong(left[1]) < Long.parseLong(right[1]));
                if (residual && left[0].equals(right[0]) && !left[0].equals("~")) {
                    matched = true;
                    rightMatched[index] = true;
                    if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
                        output.add(String.join("|", left) + "|" + String.join("|", right));
                    }
                }
                index++;
            }
            if ((kind == JoinKind.SEMI && matched) || (kind == JoinKind.ANTI && !matched)) {
                output.add(String.join("|", left));
            } else if (!matched && (kind == JoinKind.LEFT || kind == JoinKind.FULL)) {
                output.add(String.join("|", left) + "|~|~");
            }
        }
        for (int i = 0; kind == JoinKind.FULL && i < rightMatched.length; i++) {
            if (!rightMatched[i]) {
                output.add("~|~|" + String.join("|", inputs.get(1).get(i)));
            }
        }
        return output;
    }
}
