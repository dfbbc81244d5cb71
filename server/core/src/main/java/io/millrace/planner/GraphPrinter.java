package io.millrace.planner;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
import io.millrace.dstream.DStreamVisitor;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Negate;
import io.millrace.dstream.Over;
import io.millrace.dstream.Project;
import io.millrace.dstream.Recursion;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.TopN;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.WindowFill;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.window.Expiry;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a graph as text, one line per node, inputs below and indented: what EXPLAIN shows.
 *
 * <p>A node whose rows change from batch to batch, other than by addition, is marked {@code [changing]}.
 */
public final class GraphPrinter implements DStreamVisitor<String> {

    private GraphPrinter() {}

    /** The graph as lines, each ended by a line feed. */
    public static String print(DStream root) {
        StringBuilder text = new StringBuilder();
        print(root, 0, new GraphPrinter(), text);
        return text.toString();
    }

    /** One node alone, without its inputs. */
    public static String line(DStream node) {
        return node.accept(new GraphPrinter()) + (node.appendOnly() ? "" : " [changing]");
    }

    private static void print(DStream node, int depth, GraphPrinter printer, StringBuilder text) {
        text.append("  ".repeat(depth)).append(node.accept(printer));
        text.append(node.appendOnly() ? "\n" : " [changing]\n");
        if (node instanceof Recursion recursion) {
            text.append("  ".repeat(depth + 1)).append("each round:\n");
            print(recursion.body(), depth + 2, printer, text);
        }
        node.inputs().forEach(input -> print(input, depth + 1, printer, text));
    }

    private static String names(RowType rowType) {
        return rowType.fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }

    private static String names(RowType rowType, List<Integer> columns) {
        return columns.stream().map(column -> rowType.field(column).name()).collect(Collectors.joining(", "));
    }

    @Override
    public String visit(Source source) {
        return "Source " + source.relation() + " (" + names(source.rowType()) + ")";
    }

    @Override
    public String visit(Values values) {
        String rows = values.rows().stream()
                .map(row -> row.stream().map(ExpressionPrinter::print).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return "Values (" + names(values.rowType()) + ")" + (rows.isEmpty() ? " no rows" : " " + rows);
    }

    @Override
    public String visit(Filter filter) {
        return "Filter "
                + ExpressionPrinter.print(filter.predicate(), filter.input().rowType());
    }

    @Override
    public String visit(Project project) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            String expression = ExpressionPrinter.print(
                    project.expressions().get(i), project.input().rowType());
            String name = project.rowType().field(i).name();
            columns.add(expression.equals(name) ? name : expression + " AS " + name);
        }
        return "Project " + String.join(", ", columns);
    }

    @Override
    public String visit(WindowAssign assign) {
        WindowSpec window = assign.window();
        String name = assign.input().rowType().field(assign.time()).name();
        String lengths = switch (window.kind()) {
            case TUMBLE -> "size " + duration(window.size());
            case HOP -> "slide " + duration(window.slide()) + ", size " + duration(window.size());
            case CUMULATE -> "step " + duration(window.slide()) + ", size " + duration(window.size());
        };
        return "WindowAssign " + window.kind() + " " + name + ", " + lengths
                + (window.offset() == 0 ? "" : ", offset " + duration(window.offset()))
                + window.zone().map(zone -> ", zone " + zone).orElse("")
                + (assign.lateRows() ? ", refuses late rows" : "");
    }

    private static String duration(long millis) {
        return Duration.ofMillis(millis)
                .toString()
                .substring(1)
                .replace("T", "")
                .toLowerCase(Locale.ROOT);
    }

    @Override
    public String visit(Unnest unnest) {
        return "Unnest " + unnest.input().rowType().field(unnest.array()).name() + " AS "
                + names(new RowType(unnest.rowType()
                        .fields()
                        .subList(
                                unnest.input().rowType().size(),
                                unnest.rowType().size())))
                + (unnest.outer() ? ", keeps rows without elements" : "");
    }

    @Override
    public String visit(Union union) {
        return "Union";
    }

    @Override
    public String visit(Negate negate) {
        return "Negate";
    }

    @Override
    public String visit(Exchange exchange) {
        return exchange.distribution().kind() == Distribution.Kind.SINGLE
                ? "Exchange to one partition"
                : "Exchange by "
                        + names(exchange.rowType(), exchange.distribution().keys());
    }

    @Override
    public String visit(Join join) {
        RowType left = join.left().rowType();
        RowType right = join.right().rowType();
        return "Join " + join.kind()
                + condition(equalities(join), left, right, join.residual())
                + expiry(", left", join.leftExpiry(), join.left().rowType())
                + expiry(", right", join.rightExpiry(), join.right().rowType())
                + (join.settled() ? ", rows without partner when forgotten" : "");
    }

    private static List<String> equalities(Join join) {
        List<String> equalities =
                equalities(join.left().rowType(), join.leftKeys(), join.right().rowType(), join.rightKeys());
        join.nullKeys().forEach(key -> equalities.set(key, equalities.get(key) + " or both NULL"));
        return equalities;
    }

    /** The columns of one side; those whose name the other side has too are told apart. */
    private static List<String> equalities(
            RowType left, List<Integer> leftKeys, RowType right, List<Integer> rightKeys) {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < leftKeys.size(); i++) {
            conditions.add(left.field(leftKeys.get(i)).name() + " = "
                    + right.field(rightKeys.get(i)).name());
        }
        return conditions;
    }

    private static String condition(
            List<String> equalities, RowType left, RowType right, Optional<Expression> residual) {
        List<Field> both = new ArrayList<>();
        both.addAll(sided("left.", left, right));
        both.addAll(sided("right.", right, left));
        List<String> conditions = new ArrayList<>(equalities);
        residual.ifPresent(expression -> conditions.add(ExpressionPrinter.print(expression, new RowType(both))));
        return conditions.isEmpty() ? " every pair" : " on " + String.join(" AND ", conditions);
    }

    @Override
    public String visit(AwaitedJoin join) {
        RowType left = join.left().rowType();
        RowType answers = join.answers().rowType();
        return "AwaitedJoin " + join.table()
                + condition(
                        equalities(left, join.leftKeys(), answers, join.answerKeys()), left, answers, Optional.empty())
                + (join.waits() ? ", asked outside of the batch" : ", asked at once");
    }

    @Override
    public String visit(LookupJoin join) {
        RowType left = join.left().rowType();
        RowType right = join.right().rowType();
        return "LookupJoin " + (join.outer() ? "LEFT" : "INNER")
                + condition(equalities(left, join.leftKeys(), right, join.rightKeys()), left, right, join.residual())
                + ", as of the batch";
    }

    private static List<Field> sided(String side, RowType own, RowType other) {
        return own.fields().stream()
                .map(field -> other.indexOf(field.name()).isPresent()
                        ? new Field(side + field.name(), field.type(), field.nullable())
                        : field)
                .toList();
    }

    private static String expiry(String side, Optional<Expiry> expiry, RowType rowType) {
        return expiry.map(after -> side + " forgotten after "
                        + rowType.field(after.column()).name()
                        + (after.delay() == 0
                                ? ""
                                : after.delay() > 0
                                        ? " + " + duration(after.delay())
                                        : " - " + duration(-after.delay())))
                .orElse("");
    }

    @Override
    public String visit(Aggregate aggregate) {
        RowType input = aggregate.input().rowType();
        String calls = aggregate.calls().stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
        String keys = aggregate.keys().isEmpty() ? "" : " by " + names(input, aggregate.keys());
        String window = aggregate.windowEnd().isEmpty()
                ? ""
                : ", forgotten after "
                        + input.field(aggregate.keys().get(aggregate.windowEnd().getAsInt()))
                                .name();
        return "Aggregate" + (calls.isEmpty() ? "" : " " + calls) + keys + window;
    }

    private static String call(AggregateCall call, RowType input) {
        String arguments = call.arguments().isEmpty() ? "*" : names(input, call.arguments());
        return call.function() + "(" + (call.distinct() ? "DISTINCT " : "") + arguments + ")"
                + call.arrangement().map(rows -> order(rows.order(), input)).orElse("")
                + (call.filter().isEmpty()
                        ? ""
                        : " FILTER " + input.field(call.filter().getAsInt()).name());
    }

    @Override
    public String visit(WindowClose close) {
        return "WindowClose at " + close.rowType().field(close.windowEnd()).name();
    }

    @Override
    public String visit(TopN topN) {
        RowType input = topN.input().rowType();
        return "TopN " + topN.limit()
                + (topN.offset() == 0 ? "" : " after " + topN.offset())
                + (topN.partition().isEmpty() ? "" : " of each " + names(input, topN.partition()))
                + order(topN.order(), input)
                + (topN.rowNumber() ? ", numbered" : "")
                + expiry("", topN.expiry(), input).replaceFirst("^ ", ", ");
    }

    private static String order(List<SortKey> order, RowType input) {
        return order.isEmpty()
                ? ""
                : order.stream()
                        .map(key -> input.field(key.column()).name()
                                + (key.descending() ? " DESC" : "")
                                + (key.nullsFirst() == key.descending()
                                        ? ""
                                        : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                        .collect(Collectors.joining(", ", " by ", ""));
    }

    @Override
    public String visit(Recursion recursion) {
        return "Recursion " + recursion.name()
                + (recursion.all()
                        ? ", keeps equal rows"
                        : ", each row once, computed anew when rows of its inputs go");
    }

    @Override
    public String visit(Over over) {
        RowType input = over.input().rowType();
        String calls = over.calls().stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
        return "Over " + calls
                + (over.partition().isEmpty() ? "" : " of each " + names(input, over.partition()))
                + order(over.order(), input)
                + (over.release().isEmpty()
                        ? ""
                        : ", released by "
                                + input.field(over.release().getAsInt()).name());
    }

    @Override
    public String visit(MatchRecognize match) {
        RowType input = match.input().rowType();
        return "MatchRecognize " + MatchPrinter.print(match)
                + (match.partition().isEmpty() ? "" : ", searched for each " + names(input, match.partition()))
                + order(match.order(), input)
                + (match.within().isEmpty()
                        ? ""
                        : ", within " + duration(match.within().getAsLong()))
                + (match.time().isEmpty()
                        ? ""
                        : ", released by "
                                + input.field(match.time().getAsInt()).name());
    }

    private static String call(OverCall call, RowType input) {
        String arguments = names(input, call.arguments());
        String constants = call.constants().stream()
                .map(Literal.class::cast)
                .map(ExpressionPrinter::print)
                .collect(Collectors.joining(", "));
        String all = call.function() == OverFunction.COUNT && arguments.isEmpty() ? "*" : arguments;
        String joined = all + (all.isEmpty() || constants.isEmpty() ? "" : ", ") + constants;
        return call.function() + "(" + joined + ")" + (call.ignoreNulls() ? " IGNORE NULLS" : "") + frame(call.frame());
    }

    private static String frame(OverCall.Frame frame) {
        return " " + frame.unit() + " " + bound(frame.preceding(), "PRECEDING") + " TO "
                + bound(frame.following(), "FOLLOWING")
                + (frame.whole() ? "" : " EXCLUDE " + frame.exclusion().name().replace('_', ' '));
    }

    private static String bound(long distance, String direction) {
        if (distance == 0) {
            return "CURRENT ROW";
        }
        if (distance == Long.MAX_VALUE) {
            return "UNBOUNDED " + direction;
        }
        long months = OverCall.Frame.monthsOf(distance);
        return (months == 0 ? String.valueOf(distance) : months + " MONTHS") + " " + direction;
    }

    @Override
    public String visit(SessionWindow window) {
        return "SessionWindow " + sessions(window);
    }

    private static String sessions(SessionWindow window) {
        RowType input = window.input().rowType();
        String emitted = window.emission() == SessionWindow.Emission.ON_CLOSE ? ", emitted when closed" : "";
        return input.field(window.time()).name()
                + (window.keys().isEmpty() ? "" : " of each " + names(input, window.keys()))
                + ", gap " + duration(window.gap())
                + emitted
                + (window.closes() ? ", refuses late rows" : "");
    }

    @Override
    public String visit(SessionAggregate aggregate) {
        RowType input = aggregate.window().input().rowType();
        String calls = aggregate.calls().stream().map(call -> call(call, input)).collect(Collectors.joining(", "));
        return "SessionAggregate" + (calls.isEmpty() ? "" : " " + calls) + " by "
                + names(aggregate.window().rowType(), aggregate.groups()) + " in sessions of "
                + sessions(aggregate.window());
    }

    @Override
    public String visit(AsofJoin join) {
        RowType left = join.left().rowType();
        RowType right = join.right().rowType();
        List<String> conditions = equalities(left, join.leftKeys(), right, join.rightKeys());
        conditions.add("nearest right." + right.field(join.rightTime()).name() + " "
                + join.nearest().sign() + " left." + left.field(join.leftTime()).name());
        return "AsofJoin " + (join.outer() ? "LEFT" : "INNER") + " on " + String.join(" AND ", conditions)
                + (join.completion().isPresent() ? ", forgotten behind the watermark" : "")
                + (join.settled() ? ", emits settled matches" : "");
    }

    @Override
    public String visit(TemporalFilter filter) {
        RowType input = filter.input().rowType();
        return "TemporalFilter"
                + filter.from()
                        .map(from -> " from " + ExpressionPrinter.print(from, input))
                        .orElse("")
                + filter.until()
                        .map(until -> " until " + ExpressionPrinter.print(until, input))
                        .orElse("");
    }

    @Override
    public String visit(WindowFill fill) {
        List<Integer> keys = IntStream.range(0, fill.columns().size())
                .filter(column -> fill.columns().get(column) == WindowFill.Part.KEY)
                .boxed()
                .toList();
        return "WindowFill each " + duration(fill.windows().slide())
                + (keys.isEmpty() ? "" : " of each " + names(fill.rowType(), keys));
    }
}
