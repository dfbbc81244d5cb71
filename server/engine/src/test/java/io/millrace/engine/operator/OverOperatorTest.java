package io.millrace.engine.operator;

import static io.millrace.engine.operator.OperatorCheck.rowType;
import static io.millrace.engine.operator.OperatorCheck.source;
import static io.millrace.engine.operator.OperatorCheck.verifying;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Over;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverCall.Exclusion;
import io.millrace.dstream.expression.OverCall.Frame;
import io.millrace.dstream.expression.OverCall.Unit;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OverOperatorTest {

    private static final int BATCHES = 15;

    private static final long UNBOUNDED = Long.MAX_VALUE;
    private static final Frame DEFAULT_FRAME = new Frame(Unit.RANGE, UNBOUNDED, 0);
    private static final List<Frame> FRAMES = List.of(
            DEFAULT_FRAME,
            new Frame(Unit.ROWS, UNBOUNDED, 0),
            new Frame(Unit.ROWS, UNBOUNDED, UNBOUNDED),
            new Frame(Unit.ROWS, 2, 1),
            new Frame(Unit.ROWS, 2, -1),
            new Frame(Unit.ROWS, -1, 2),
            new Frame(Unit.RANGE, 1, 0),
            new Frame(Unit.RANGE, 1, 2),
            new Frame(Unit.RANGE, 2, -1),
            new Frame(Unit.RANGE, 0, UNBOUNDED),
            new Frame(Unit.GROUPS, 1, 1),
            new Frame(Unit.GROUPS, 2, -1),
            new Frame(Unit.GROUPS, -1, 2),
            new Frame(Unit.GROUPS, UNBOUNDED, 1, Exclusion.GROUP),
            new Frame(Unit.ROWS, 2, 1, Exclusion.CURRENT_ROW),
            new Frame(Unit.ROWS, UNBOUNDED, 0, Exclusion.TIES),
            new Frame(Unit.RANGE, UNBOUNDED, 0, Exclusion.CURRENT_ROW),
            new Frame(Unit.RANGE, 2, 0, Exclusion.GROUP),
            new Frame(Unit.RANGE, UNBOUNDED, UNBOUNDED, Exclusion.GROUP));

    /** What a naive computation does not know; scripts try it. */
    private static final String OTHERS =
            "BOOL_.*|COVAR_.*|CORR|REGR_.*|LISTAGG|ARRAY_AGG|M.._BY|MODE|ANY_VALUE|VAR_.*|STDDEV_.*"
                    + "|PERCENTILE_.*|.*_DISTINCT";

    static OverCall call(OverFunction function, Frame frame, boolean ignoreNulls, Literal... constants) {
        List<Integer> arguments = function.columns() == 0 ? List.of() : List.of(2);
        boolean share = function == OverFunction.PERCENT_RANK || function == OverFunction.CUME_DIST;
        Type type = share ? Type.DOUBLE : Type.BIGINT;
        return new OverCall(function, arguments, List.of(constants), frame, ignoreNulls, type, true);
    }

    static Over over(DStream input, List<SortKey> order, OptionalInt release, OverCall... calls) {
        List<Type> types = new ArrayList<>();
        input.rowType().fields().forEach(field -> types.add(field.type()));
        List.of(calls).forEach(call -> types.add(call.type()));
        return new Over(input, List.of(0), order, List.of(calls), release, rowType(types.toArray(Type[]::new)));
    }

    /** The frames to try: one will do for functions that do not look at it. */
    private static List<Frame> frames(OverFunction function) {
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD -> FRAMES.subList(0, 1);
            default -> FRAMES;
        };
    }

    private static Literal number(long value) {
        return Literal.of(value, Type.BIGINT);
    }

    @Test
    void onlyChangedRowsOfATouchedPartitionAreEmitted() {
        verifying(over(
                        source(false, Type.VARCHAR, Type.BIGINT, Type.BIGINT),
                        List.of(new SortKey(1, false, false)),
                        OptionalInt.empty(),
                        call(OverFunction.SUM, DEFAULT_FRAME, false)))
                .batch("+a|1|10 +a|3|30 +b|1|5")
                .emits("+a|1|10|10 +a|3|30|40 +b|1|5|5")
                .batch("+a|2|20")
                .emits("+a|2|20|30 -a|3|30|40 +a|3|30|60")
                .batch("-a|1|10 -b|1|5")
                .emits("-a|1|10|10 -a|2|20|30 +a|2|20|20 -a|3|30|60 +a|3|30|50 -b|1|5|5")
                .holdsRows(2);
    }

    @ParameterizedTest
    @EnumSource(value = OverFunction.class, mode = EnumSource.Mode.MATCH_NONE, names = OTHERS)
    void integratedOutputEqualsRecomputation(OverFunction function) {
        for (Frame frame : frames(function)) {
            for (boolean descending : new boolean[] {false, true}) {
                check(function, frame, descending, false);
                if (minds(function)) {
                    check(function, frame, descending, true);
                }
            }
        }
    }

    /** Whether it makes a difference for a function that nulls are ignored. */
    private static boolean minds(OverFunction function) {
        return switch (function) {
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
            default -> false;
        };
    }

    private static void check(OverFunction function, Frame frame, boolean descending, boolean ignoreNulls) {
        Literal[] constants = switch (function) {
            case NTILE -> new Literal[] {number(3)};
            case NTH_VALUE -> new Literal[] {number(2)};
            case LAG, LEAD -> new Literal[] {number(2), number(77)};
            default -> new Literal[0];
        };
        List<SortKey> order = List.of(new SortKey(1, descending, descending));
        OverCall call = call(function, frame, ignoreNulls, constants);
        boolean appendOnly = descending != ignoreNulls;
        DStream input = source(appendOnly, Type.VARCHAR, Type.BIGINT, Type.BIGINT);
        Over node = over(input, order, OptionalInt.empty(), call);
        long seed = frame.hashCode();
        Recomputation.check(node, seed, inputs -> new NaiveOver(call, order).compute(inputs.get(0)));
    }

    @Test
    void releasedRowsComeOnceInOrderOfTime() {
        verifying(over(
                        source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT),
                        List.of(new SortKey(1, false, false)),
                        OptionalInt.of(1),
                        call(OverFunction.ROW_NUMBER, DEFAULT_FRAME, false),
                        call(OverFunction.SUM, DEFAULT_FRAME, false),
                        call(OverFunction.SUM, new Frame(Unit.ROWS, 1, 0), false),
                        call(OverFunction.LAG, DEFAULT_FRAME, false)))
                .watermark(10)
                .batch("+a|12|2 +a|9|1 +a|10|5 +b|9|7")
                .emits("+a|9|1|1|1|1|~ +b|9|7|1|7|7|~")
                .watermark(13)
                .batch("+a|10|6 +a|9|3 +a|~|1")
                .refusesAsLate("+a|9|3")
                .emits("+a|10|5|2|12|6|1 +a|10|6|3|12|11|5 +a|12|2|4|14|8|6")
                .holdsRows(2);
    }

    @Test
    void partitionIsForgottenWhenTheWatermarkIsOutOfItsReach() {
        OperatorCheck check = verifying(over(
                source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT),
                List.of(new SortKey(1, false, false)),
                OptionalInt.of(1),
                call(OverFunction.SUM, new Frame(Unit.RANGE, 10, 0), false)));
        check.watermark(11)
                .batch("+a|9|1 +a|10|2 +a|10|2 +b|10|4 +b|40|5")
                .emits("+a|9|1|1 +a|10|2|5 +a|10|2|5 +b|10|4|4")
                .holdsRows(5);
        check.watermark(19).batch("").emits("").holdsRows(5);
        check.watermark(21).batch("+c|30|1").emits("").holdsRows(3);
        check.watermark(31).batch("+a|30|7").emits("+a|30|7|7 +c|30|1|1").holdsRows(4);
        check.watermark(41).batch("").emits("+b|40|5|5").holdsRows(1);
        check.watermark(Long.MAX_VALUE).batch("").emits("").holdsRows(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = OverFunction.class,
            names = OTHERS + "|LEAD|NTILE|PERCENT_RANK|CUME_DIST",
            mode = EnumSource.Mode.MATCH_NONE)
    void releasedRowsEqualThoseOfTheWholeInput(OverFunction function) {
        Literal[] constants = switch (function) {
            case NTH_VALUE -> new Literal[] {number(2)};
            case LAG -> new Literal[] {number(2), number(77)};
            default -> new Literal[0];
        };
        List<SortKey> order = List.of(new SortKey(1, false, false));
        DStream input = source(true, Type.VARCHAR, Type.TIMESTAMP, Type.BIGINT);
        for (Frame frame : frames(function)) {
            for (boolean ignoreNulls : new boolean[] {false, true}) {
                if (frame.following() <= 0) {
                    OverCall call = call(function, frame, ignoreNulls, constants);
                    checkReleased(over(input, order, OptionalInt.of(1), call), new NaiveOver(call, order));
                }
            }
        }
    }

    private static void checkReleased(Over node, NaiveOver naive) {
        Random random = new Random(node.hashCode());
        for (OperatorCheck.Way way : OperatorCheck.Way.values()) {
            OperatorCheck.Run run = new OperatorCheck.Run(node, way);
            List<String[]> all = new ArrayList<>();
            Map<String, Long> released = new TreeMap<>();
            long watermark = 0;
            for (int batch = 0; batch < BATCHES; batch++) {
                List<String> rows = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    String value = random.nextInt(4) == 0 ? "~" : Integer.toString(random.nextInt(9));
                    String row = "ab".charAt(random.nextInt(2)) + "|" + (watermark + random.nextInt(5)) + "|" + value;
                    rows.add("+" + row);
                    all.add(row.split("\\|"));
                }
                watermark = batch == BATCHES - 1 ? Long.MAX_VALUE : watermark + random.nextInt(4);
                run.batch(new String[] {String.join(" ", rows)}, watermark)
                        .forEach((row, weight) -> released.merge(row, weight, Long::sum));
            }
            Map<String, Long> expected = new TreeMap<>();
            naive.compute(all).forEach(row -> expected.merge(row, 1L, Long::sum));
            assertThat(released).as("%s %s", way, node.calls()).isEqualTo(expected);
        }
    }
}
