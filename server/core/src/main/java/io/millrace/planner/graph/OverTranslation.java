package io.millrace.planner.graph;

import io.millrace.dstream.Over;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.join.Distribution;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ArrangedAggregates;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.sql.tree.query.WindowMarks;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Translates the OVER clause. */
final class OverTranslation {

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("ARG_MIN", "MIN_BY"),
            Map.entry("ARG_MAX", "MAX_BY"),
            Map.entry("EVERY", "BOOL_AND"),
            Map.entry("LOGICAL_AND", "BOOL_AND"),
            Map.entry("SOME", "BOOL_OR"),
            Map.entry("LOGICAL_OR", "BOOL_OR"),
            Map.entry("VARIANCE", "VAR_SAMP"),
            Map.entry("STDDEV", "STDDEV_SAMP"),
            Map.entry("APPROX_COUNT_DISTINCT", "COUNT_DISTINCT"));

    private final GraphBuilder graph;

    OverTranslation(GraphBuilder graph) {
        this.graph = graph;
    }

    Node translate(Window window) {
        List<RexLiteral> looked = constantColumns(window);
        Node node = withConstants(graph.translate(window.getInput()), looked);
        RowType rowType = TypeConversion.rowType(window.getRowType());
        int inputColumns = window.getInput().getRowType().getFieldCount();
        int columns = inputColumns;
        for (int i = 0; i < window.groups.size(); i++) {
            Window.Group group = window.groups.get(i);
            List<OverCall> calls = new ArrayList<>(calls(window, group, inputColumns));
            while (i + 1 < window.groups.size() && areOrderedAlike(group, window.groups.get(i + 1))) {
                calls.addAll(calls(window, window.groups.get(++i), inputColumns));
            }
            columns += calls.size();
            List<Field> fields = new ArrayList<>(node.rowType().fields());
            fields.addAll(rowType.fields().subList(columns - calls.size(), columns));
            node = over(node, group, calls, new RowType(fields));
        }
        int above = node.rowType().size();
        return looked.isEmpty()
                ? node
                : ProjectTranslation.columns(
                        node,
                        IntStream.range(0, above)
                                .filter(column -> column < inputColumns || column >= inputColumns + looked.size())
                                .boxed()
                                .toList());
    }

    /** Constants that functions take where they take columns: SUM(1) OVER (…). */
    private static List<RexLiteral> constantColumns(Window window) {
        int inputColumns = window.getInput().getRowType().getFieldCount();
        return window.groups.stream()
                .flatMap(group -> group.aggCalls.stream())
                .flatMap(
                        call -> call.getOperands().stream().limit(function(call).columns()))
                .map(operand -> ((RexInputRef) operand).getIndex() - inputColumns)
                .filter(constant -> constant >= 0)
                .distinct()
                .map(window.constants::get)
                .toList();
    }

    private static Node withConstants(Node input, List<RexLiteral> constants) {
        return constants.isEmpty()
                ? input
                : ProjectTranslation.append(
                        input,
                        constants.stream()
                                .<Expression>map(ExpressionTranslator::constant)
                                .toList(),
                        constants.stream().map(RexLiteral::toString).toList());
    }

    /** Whether the rows have the same order for both, so that rows that order alike come in the same order, too. */
    private static boolean areOrderedAlike(Window.Group one, Window.Group other) {
        return one.keys.equals(other.keys) && one.orderKeys.equals(other.orderKeys);
    }

    private List<OverCall> calls(Window window, Window.Group group, int inputColumns) {
        return group.aggCalls.stream()
                .map(call -> call(window, group, call, inputColumns))
                .toList();
    }

    private Node over(Node input, Window.Group group, List<OverCall> calls, RowType rowType) {
        List<Integer> partition = group.keys.asList();
        List<SortKey> order = SortTranslation.keys(group.orderKeys);
        OptionalInt release = release(input, order, calls);
        Node placed = partition.isEmpty() ? input.exchanged(Distribution.SINGLE) : input.distributedBy(partition);
        Over over = new Over(placed.stream(), partition, order, calls, release, rowType);
        boolean kept = release.isPresent() || !graph.planning().continuous();
        return new Node(over, kept ? placed.facts() : placed.facts().withTimes(Map.of()));
    }

    /** Where rows can only be added, a row must wait for its time to pass, and cannot look ahead. */
    private OptionalInt release(Node input, List<SortKey> order, List<OverCall> calls) {
        if (!graph.planning().appendOnly()) {
            return OptionalInt.empty();
        }
        boolean timed = isInOrderOfTime(input, order);
        boolean ahead = calls.stream()
                .anyMatch(call -> call.function() == OverFunction.LEAD
                        || call.function() == OverFunction.NTILE
                        || call.function() == OverFunction.PERCENT_RANK
                        || call.function() == OverFunction.CUME_DIST
                        || call.frame().following() > 0);
        if (!timed || ahead) {
            throw new UnplannableException(
                    ErrorCode.INVALID_QUERY,
                    Construct.of(Construct.Kind.OVER),
                    "where rows can only be added, OVER must be ordered by the column with the WATERMARK, ascending,"
                            + " and look back only (… PRECEDING AND CURRENT ROW); or ask for the changes"
                            + " (EMIT CHANGES, or a MATERIALIZED VIEW)");
        }
        return OptionalInt.of(order.get(0).column());
    }

    /** Whether rows come for good in this order, once the watermark has passed them. */
    static boolean isInOrderOfTime(Node input, List<SortKey> order) {
        return !order.isEmpty()
                && !order.get(0).descending()
                && input.stream().appendOnly()
                && input.facts()
                        .time(order.get(0).column())
                        .filter(fact -> fact.kind() == TimeFact.Kind.EVENT_TIME)
                        .isPresent();
    }

    private OverCall call(Window window, Window.Group group, Window.RexWinAggCall call, int inputColumns) {
        OverFunction function = function(call);
        List<Integer> arguments = new ArrayList<>();
        List<Literal> constants = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            int index = ((RexInputRef) operand).getIndex();
            boolean column = arguments.size() < function.columns() && constants.isEmpty();
            if (index < inputColumns && !column) {
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.function(call.getOperator().getName()),
                        "only the first argument of a function with OVER can be a column; the others are constants");
            }
            if (index < inputColumns) {
                arguments.add(index);
            } else if (column) {
                RexLiteral constant = window.constants.get(index - inputColumns);
                arguments.add(inputColumns + constantColumns(window).indexOf(constant));
            } else {
                constants.add(ExpressionTranslator.constant(window.constants.get(index - inputColumns)));
            }
        }
        if (function == OverFunction.NTH_VALUE) {
            constants.set(0, counted(constants.get(0)));
        }
        if (constants.size() == 2) {
            Type type = TypeConversion.fromCalcite(call.getType());
            constants.set(1, Casts.fold(constants.get(1), type).orElse(constants.get(1)));
        }
        return new OverCall(
                call.distinct ? distinct(call, function) : function,
                arguments,
                constants,
                frame(window, group),
                call.ignoreNulls || ArrangedAggregates.ignoresNulls((SqlAggFunction) call.getOperator()),
                TypeConversion.fromCalcite(call.getType()),
                call.getType().isNullable());
    }

    private static OverFunction distinct(Window.RexWinAggCall call, OverFunction function) {
        return function.distinct().orElseThrow(() -> notSupported(call, function + "(DISTINCT …) with OVER"));
    }

    /** The n of NTH_VALUE: less than zero when it is counted from the last row. */
    private static Literal counted(Literal written) {
        long number = written.value().map(value -> ((Number) value).longValue()).orElse(0L);
        boolean last = WindowMarks.isMarked(number);
        long counted = last ? WindowMarks.unmarked(number) : number;
        if (counted <= 0) {
            throw new UnplannableException(
                    ErrorCode.INVALID_ARGUMENT,
                    Construct.of(Construct.Kind.OVER),
                    "NTH_VALUE counts rows from 1; write FROM LAST to count from the other end");
        }
        return Literal.of(last ? -counted : counted, Type.BIGINT);
    }

    private static OverCall.Frame frame(Window window, Window.Group group) {
        long preceding = bound(window, group, group.lowerBound, true);
        long following = bound(window, group, group.upperBound, false);
        OverCall.Exclusion exclusion = exclusion(group.exclude);
        if (group.isRows && (isOfGroups(preceding) || isOfGroups(following))) {
            return new OverCall.Frame(OverCall.Unit.GROUPS, ofGroups(preceding), ofGroups(following), exclusion);
        }
        OverCall.Unit unit = group.isRows ? OverCall.Unit.ROWS : OverCall.Unit.RANGE;
        return new OverCall.Frame(unit, preceding, following, exclusion);
    }

    private static boolean isOfGroups(long bound) {
        return bound != Long.MAX_VALUE && WindowMarks.isMarked(Math.abs(bound));
    }

    private static long ofGroups(long bound) {
        return isOfGroups(bound) ? Long.signum(bound) * WindowMarks.unmarked(Math.abs(bound)) : bound;
    }

    private static OverCall.Exclusion exclusion(RexWindowExclusion exclusion) {
        return switch (exclusion) {
            case EXCLUDE_NO_OTHER -> OverCall.Exclusion.NO_OTHERS;
            case EXCLUDE_CURRENT_ROW -> OverCall.Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> OverCall.Exclusion.GROUP;
            case EXCLUDE_TIES -> OverCall.Exclusion.TIES;
        };
    }

    private static OverFunction function(Window.RexWinAggCall call) {
        String written = ArrangedAggregates.writtenName((SqlAggFunction) call.getOperator())
                .toUpperCase(Locale.ROOT)
                .replace("$", "")
                .replace(ArrangedAggregates.OVER, "");
        String name = OTHER_NAMES.getOrDefault(written, written);
        for (OverFunction function : OverFunction.values()) {
            if (function.name().equals(name)) {
                return function;
            }
        }
        throw notSupported(call, "the function " + call.getOperator().getName() + " with OVER");
    }

    private static UnplannableException notSupported(Window.RexWinAggCall call, String what) {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.OVER), what + " is not supported");
    }

    private static long bound(Window window, Window.Group group, RexWindowBound bound, boolean lower) {
        if (bound.isUnbounded()) {
            return Long.MAX_VALUE;
        }
        if (bound.isCurrentRow()) {
            return 0;
        }
        RexNode offset = bound.getOffset();
        int inputColumns = window.getInput().getRowType().getFieldCount();
        RexNode constant = offset instanceof RexInputRef reference && reference.getIndex() >= inputColumns
                ? window.constants.get(reference.getIndex() - inputColumns)
                : offset;
        if (!(constant instanceof RexLiteral literal)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.OVER), "the bounds of OVER must be constants");
        }
        long distance = distance(window, group, literal);
        long ticks = inTicks(window, group, distance);
        return lower == bound.isPreceding() ? ticks : -ticks;
    }

    /** A distance in milliseconds in what the column of the order counts. */
    private static long inTicks(Window window, Window.Group group, long distance) {
        if (group.isRows || group.collation().getFieldCollations().isEmpty()) {
            return distance;
        }
        int column = group.collation().getFieldCollations().get(0).getFieldIndex();
        long perMilli = Ticks.perMilli(TypeConversion.fromCalcite(
                window.getInput().getRowType().getFieldList().get(column).getType()));
        if (perMilli == 1) {
            return distance;
        }
        long most = OverCall.Frame.monthsOf(distance) == 0 ? Long.MAX_VALUE / perMilli : 0;
        if (distance > most || !OverCall.Frame.isDistance(distance * perMilli)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.of(Construct.Kind.OVER),
                    "a bound of months, or one that is too large, is not supported over a TIMESTAMP with more than three"
                            + " digits; write days, or order by CAST(… AS TIMESTAMP(3))");
        }
        return distance * perMilli;
    }

    /** The distance in rows, or in the unit of the column of the order. */
    private static long distance(Window window, Window.Group group, RexLiteral literal) {
        long distance = literal.getValueAs(BigDecimal.class).longValue();
        if (!OverCall.Frame.isDistance(distance)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.of(Construct.Kind.OVER),
                    "a bound of " + distance + " is too large for OVER; write UNBOUNDED");
        }
        boolean ordered = !group.orderKeys.getFieldCollations().isEmpty(); // not by a constant
        if (group.isRows || !ordered || !SqlTypeUtil.isInterval(literal.getType())) {
            return distance;
        }
        if (literal.getType().getSqlTypeName().isYearMonth()) {
            return OverCall.Frame.months(distance);
        }
        int order = group.orderKeys.getFieldCollations().get(0).getFieldIndex();
        boolean days = window.getInput()
                        .getRowType()
                        .getFieldList()
                        .get(order)
                        .getType()
                        .getSqlTypeName()
                == SqlTypeName.DATE;
        return days ? Math.floorDiv(distance, Duration.ofDays(1).toMillis()) : distance;
    }
}
