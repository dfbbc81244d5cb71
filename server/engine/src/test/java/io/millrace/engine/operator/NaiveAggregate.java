package io.millrace.engine.operator;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/** Aggregates of column 1 by column 0, all rows and those where column 2 is true, computed in the most obvious way. */
enum NaiveAggregate {
    COUNT(AggregateFunction.COUNT, values -> Integer.toString(values.size()), Type.BIGINT, Type.VARCHAR),
    SUM(
            AggregateFunction.SUM,
            values -> values.isEmpty() ? "~" : Long.toString(sum(values)),
            Type.BIGINT,
            Type.INTEGER),
    SUM0(AggregateFunction.SUM0, values -> Long.toString(sum(values)), Type.BIGINT),
    MIN(AggregateFunction.MIN, values -> best(values, -1), Type.BIGINT, Type.INTEGER, Type.DOUBLE, Type.VARCHAR),
    MAX(AggregateFunction.MAX, values -> best(values, 1), Type.BIGINT, Type.VARCHAR, Type.decimal(30, 2)),
    ANY_VALUE(AggregateFunction.ANY_VALUE, values -> best(values, -1), Type.BIGINT, Type.VARCHAR),
    BOOL_AND(
            AggregateFunction.BOOL_AND,
            values -> values.isEmpty() ? "~" : Boolean.toString(!values.contains("false")),
            Type.BOOLEAN),
    BOOL_OR(
            AggregateFunction.BOOL_OR,
            values -> values.isEmpty() ? "~" : Boolean.toString(values.contains("true")),
            Type.BOOLEAN),
    AVG(
            AggregateFunction.AVG,
            values -> values.isEmpty() ? "~" : Long.toString(sum(values) / values.size()),
            Type.BIGINT),
    COUNT_DISTINCT(
            AggregateFunction.COUNT,
            values -> Integer.toString(new LinkedHashSet<>(values).size()),
            Type.BIGINT,
            Type.VARCHAR),
    SUM_DISTINCT(
            AggregateFunction.SUM,
            values -> values.isEmpty() ? "~" : Long.toString(sum(List.copyOf(new LinkedHashSet<>(values)))),
            Type.BIGINT);

    private final AggregateFunction function;
    private final Function<List<String>, String> result;
    private final List<Type> types;

    NaiveAggregate(AggregateFunction function, Function<List<String>, String> result, Type... types) {
        this.function = function;
        this.result = result;
        this.types = List.of(types);
    }

    List<Type> types() {
        return types;
    }

    AggregateCall call(Type argument) {
        Type type = switch (function) {
            case COUNT, SUM, SUM0, AVG -> Type.BIGINT;
            case MIN, MAX, ANY_VALUE, SINGLE_VALUE, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> argument;
            case BOOL_AND, BOOL_OR -> Type.BOOLEAN;
            default -> throw new IllegalStateException(function + " is not of one column alone");
        };
        return new AggregateCall(function, List.of(1), name().endsWith("DISTINCT"), OptionalInt.empty(), type, true);
    }

    List<String> compute(List<String[]> rows) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Map<String, List<String>> filtered = new LinkedHashMap<>();
        for (String[] row : rows) {
            List<String> values = all.computeIfAbsent(row[0], key -> new ArrayList<>());
            List<String> chosen = filtered.computeIfAbsent(row[0], key -> new ArrayList<>());
            if (!row[1].equals("~")) {
                values.add(row[1]);
                if (row[2].equals("true")) {
                    chosen.add(row[1]);
                }
            }
        }
        List<String> output = new ArrayList<>();
        all.forEach(
                (key, values) -> output.add(key + "|" + result.apply(values) + "|" + result.apply(filtered.get(key))));
        return output;
    }

    private static long sum(List<String> values) {
        return values.stream().mapToLong(Long::parseLong).sum();
    }

    private static String best(List<String> values, int direction) {
        String best = "~";
        for (String value : values) {
            if (best.equals("~") || compare(value, best) * direction > 0) {
                best = value;
            }
        }
        return best;
    }

    static int compare(String left, String right) {
        boolean text = Character.isLetter(left.charAt(0));
        return text ? left.compareTo(right) : Double.compare(Double.parseDouble(left), Double.parseDouble(right));
    }
}
