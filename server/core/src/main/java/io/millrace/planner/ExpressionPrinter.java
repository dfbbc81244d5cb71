package io.millrace.planner;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.UuidBytes;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes expressions as SQL-like text with the names of columns. */
public final class ExpressionPrinter implements ExpressionVisitor<String> {

    private static final Map<Function, String> INFIX = Map.ofEntries(
            Map.entry(Function.ADD, "+"),
            Map.entry(Function.SUBTRACT, "-"),
            Map.entry(Function.MULTIPLY, "*"),
            Map.entry(Function.DIVIDE, "/"),
            Map.entry(Function.EQUAL, "="),
            Map.entry(Function.NOT_EQUAL, "<>"),
            Map.entry(Function.LESS, "<"),
            Map.entry(Function.LESS_OR_EQUAL, "<="),
            Map.entry(Function.GREATER, ">"),
            Map.entry(Function.GREATER_OR_EQUAL, ">="),
            Map.entry(Function.IS_NOT_DISTINCT_FROM, "IS NOT DISTINCT FROM"),
            Map.entry(Function.AND, "AND"),
            Map.entry(Function.OR, "OR"),
            Map.entry(Function.LIKE, "LIKE"),
            Map.entry(Function.CONCAT, "||"));

    private static final Map<Function, String> POSTFIX = Map.of(
            Function.IS_NULL, "IS NULL",
            Function.IS_NOT_NULL, "IS NOT NULL",
            Function.IS_TRUE, "IS TRUE",
            Function.IS_NOT_TRUE, "IS NOT TRUE",
            Function.IS_FALSE, "IS FALSE",
            Function.IS_NOT_FALSE, "IS NOT FALSE");

    private static final DateTimeFormatter TO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter TO_MILLISECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final RowType scope;

    private ExpressionPrinter(RowType scope) {
        this.scope = scope;
    }

    /** The expression over columns of these names. */
    public static String print(Expression expression, RowType scope) {
        return expression.accept(new ExpressionPrinter(scope));
    }

    /** A constant. */
    static String print(Literal literal) {
        return literal.accept(new ExpressionPrinter(new RowType(List.of())));
    }

    private static String timestamp(long ticks, ScalarType type) {
        LocalDateTime time = LocalDateTime.ofInstant(Ticks.instant(ticks, type.precision()), ZoneOffset.UTC);
        int nanos = time.getNano();
        if (nanos % 1_000_000 == 0) {
            return time.format(nanos == 0 ? TO_SECONDS : TO_MILLISECONDS);
        }
        return time.format(TO_SECONDS) + "." + String.format("%09d", nanos).replaceAll("0+$", "");
    }

    @Override
    public String visit(ColumnReference reference) {
        return scope.field(reference.index()).name();
    }

    @Override
    public String visit(Literal literal) {
        if (literal.value().isEmpty()) {
            return "NULL";
        }
        Object value = literal.value().get();
        Type type = literal.type();
        return switch (type.kind()) {
            case CHAR, VARCHAR -> "'" + value.toString().replace("'", "''") + "'";
            case DECIMAL ->
                value instanceof Long unscaled
                        ? BigDecimal.valueOf(unscaled, ((ScalarType) type).scale())
                                .toPlainString()
                        : value.toString();
            case DATE -> "DATE '" + LocalDate.ofEpochDay((Integer) value) + "'";
            case TIME -> "TIME '" + LocalTime.ofNanoOfDay((Integer) value * 1_000_000L) + "'";
            case TIMESTAMP, TIMESTAMP_LTZ -> "TIMESTAMP '" + timestamp((Long) value, (ScalarType) type) + "'";
            case INTERVAL_DAY -> "INTERVAL " + Duration.ofMillis((Long) value);
            case INTERVAL_MONTH -> "INTERVAL " + value + " MONTH";
            case UUID -> "UUID '" + UuidBytes.text(((ByteBuffer) value).array(), 0) + "'";
            case BINARY, VARBINARY -> "X'…'";
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, ARRAY, MULTISET, ROW, MAP, VARIANT ->
                value.toString().toUpperCase(Locale.ROOT);
        };
    }

    @Override
    public String visit(Placeholder parameter) {
        return parameter.toString();
    }

    @Override
    public String visit(Call call) {
        List<String> arguments =
                call.arguments().stream().map(argument -> argument.accept(this)).toList();
        if (isInfix(call)) {
            return call.arguments().stream()
                    .map(this::operand)
                    .collect(Collectors.joining(" " + INFIX.get(call.function()) + " "));
        }
        if (POSTFIX.containsKey(call.function())) {
            return operand(call.arguments().get(0)) + " " + POSTFIX.get(call.function());
        }
        return switch (call.function()) {
            case CAST, TRY_CAST ->
                call.function() + "(" + arguments.get(0) + " AS " + call.type().sql() + ")";
            case REINTERPRET -> arguments.get(0);
            case NOT -> "NOT " + operand(call.arguments().get(0));
            case IN ->
                operand(call.arguments().get(0)) + " IN (" + String.join(", ", arguments.subList(1, arguments.size()))
                        + ")";
            case CASE -> caseOf(arguments);
            default -> call.function() + "(" + String.join(", ", arguments) + ")";
        };
    }

    private static String caseOf(List<String> arguments) {
        StringBuilder text = new StringBuilder("CASE");
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            text.append(" WHEN ").append(arguments.get(i)).append(" THEN ").append(arguments.get(i + 1));
        }
        return text.append(" ELSE ")
                .append(arguments.get(arguments.size() - 1))
                .append(" END")
                .toString();
    }

    /** The text of an operand, in parentheses where it is an operator itself. */
    private String operand(Expression expression) {
        Expression shown = expression;
        while (shown instanceof Call call && call.function() == Function.REINTERPRET) {
            shown = call.arguments().get(0);
        }
        boolean operator = shown instanceof Call call && (isInfix(call) || call.function() == Function.NOT);
        return operator ? "(" + shown.accept(this) + ")" : shown.accept(this);
    }

    private static boolean isInfix(Call call) {
        return INFIX.containsKey(call.function())
                && (call.arguments().size() == 2 || call.function() == Function.AND || call.function() == Function.OR);
    }

    @Override
    public String visit(SourceCall call) {
        return call.name()
                + call.arguments().stream()
                        .map(argument -> argument.accept(this))
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
