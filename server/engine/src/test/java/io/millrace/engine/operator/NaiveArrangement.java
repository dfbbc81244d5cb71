package io.millrace.engine.operator;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SortKey;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Aggregates of column 1 in the order of column 2, by column 0, computed in the most obvious way from rows (value, place). */
enum NaiveArrangement {
    LISTAGG(
            AggregateFunction.LISTAGG,
            Type.VARCHAR,
            Type.VARCHAR,
            rows -> rows.stream().map(row -> row[0]).collect(Collectors.joining("-"))),
    LISTAGG_DISTINCT(
            AggregateFunction.LISTAGG,
            Type.VARCHAR,
            Type.VARCHAR,
            rows -> String.join(
                    "-", new LinkedHashSet<>(rows.stream().map(row -> row[0]).toList()))),
    ARRAY_AGG(
            AggregateFunction.ARRAY_AGG,
            Type.BIGINT,
            new ArrayType(Type.BIGINT, true),
            rows -> rows.stream().map(row -> row[0]).collect(Collectors.joining(",", "[", "]"))),
    JSON_ARRAYAGG(
            AggregateFunction.JSON_ARRAYAGG,
            Type.BIGINT,
            Type.VARCHAR,
            rows -> rows.stream().map(row -> row[0].replace("~", "null")).collect(Collectors.joining(",", "[", "]"))),
    JSON_OBJECTAGG(
            AggregateFunction.JSON_OBJECTAGG,
            Type.VARCHAR,
            Type.VARCHAR,
            rows -> rows.stream()
                    .map(row -> '"' + row[0] + "\":" + row[1].replace("~", "null"))
                    .collect(Collectors.joining(",", "{", "}"))),
    FIRST_VALUE(AggregateFunction.FIRST_VALUE, Type.BIGINT, Type.BIGINT, rows -> rows.get(0)[0]),
    LAST_VALUE(AggregateFunction.LAST_VALUE, Type.VARCHAR, Type.VARCHAR, rows -> rows.get(rows.size() - 1)[0]),
    MIN_BY(AggregateFunction.MIN_BY, Type.DOUBLE, Type.DOUBLE, rows -> rows.get(0)[0].replace("-0.0", "0.0")),
    MAX_BY(AggregateFunction.MAX_BY, Type.decimal(30, 2), Type.decimal(30, 2), rows -> rows.get(0)[0]),
    PERCENTILE_CONT(
            AggregateFunction.PERCENTILE_CONT,
            Type.BIGINT,
            Type.DOUBLE,
            rows -> Double.toString(
                    (number(rows, Math.floor(middle(rows))) + number(rows, Math.ceil(middle(rows)))) / 2)),
    PERCENTILE_DISC(
            AggregateFunction.PERCENTILE_DISC,
            Type.VARCHAR,
            Type.VARCHAR,
            rows -> rows.get((int) Math.ceil(0.5 * rows.size()) - 1)[0]),
    MODE(AggregateFunction.MODE, Type.BIGINT, Type.BIGINT, NaiveArrangement::mostFrequent);

    private final AggregateFunction function;
    private final Type argument;
    private final Type type;
    private final Function<List<String[]>, String> result;

    NaiveArrangement(AggregateFunction function, Type argument, Type type, Function<List<String[]>, String> result) {
        this.function = function;
        this.argument = argument;
        this.type = type;
        this.result = result;
    }

    private static double middle(List<String[]> rows) {
        return 0.5 * (rows.size() - 1);
    }

    private static double number(List<String[]> rows, double place) {
        return Double.parseDouble(rows.get((int) place)[0]);
    }

    private static String mostFrequent(List<String[]> rows) {
        Map<String, Long> counts =
                rows.stream().collect(Collectors.groupingBy(row -> row[0], LinkedHashMap::new, Collectors.counting()));
        long most = counts.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() == most)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    Type argument() {
        return argument;
    }

    private boolean ofValue() {
        return switch (function) {
            case PERCENTILE_CONT, PERCENTILE_DISC, MODE -> true;
            default -> name().endsWith("DISTINCT");
        };
    }

    private boolean ofField() {
        return function == AggregateFunction.JSON_OBJECTAGG;
    }

    private boolean descending() {
        return function == AggregateFunction.MAX_BY || function == AggregateFunction.LISTAGG;
    }

    private List<Integer> required() {
        return switch (function) {
            case LISTAGG, PERCENTILE_CONT, PERCENTILE_DISC, MODE, JSON_OBJECTAGG -> List.of(1);
            case MIN_BY, MAX_BY -> List.of(2);
            default -> List.of();
        };
    }

    AggregateCall call(OptionalInt filter) {
        List<SortKey> order = ofField() ? List.of() : List.of(new SortKey(ofValue() ? 1 : 2, descending(), false));
        List<Literal> constants = switch (function) {
            case LISTAGG -> List.of(Literal.of("-", Type.VARCHAR));
            case PERCENTILE_CONT, PERCENTILE_DISC -> List.of(Literal.of(0.5, Type.DOUBLE));
            default -> List.of();
        };
        return new AggregateCall(
                function,
                ofField() ? List.of(1, 2) : List.of(1),
                name().endsWith("DISTINCT"),
                filter,
                Optional.of(new Arrangement(order, constants, required())),
                type,
                true);
    }

    List<String> compute(List<String[]> rows) {
        Map<String, List<String[]>> all = new LinkedHashMap<>();
        Map<String, List<String[]>> filtered = new LinkedHashMap<>();
        for (String[] row : rows) {
            List<String[]> values = all.computeIfAbsent(row[0], key -> new ArrayList<>());
            List<String[]> chosen = filtered.computeIfAbsent(row[0], key -> new ArrayList<>());
            if (required().stream().noneMatch(column -> row[column].equals("~"))) {
                values.add(new String[] {row[1], row[2]});
                if (row[3].equals("true")) {
                    chosen.add(new String[] {row[1], row[2]});
                }
            }
        }
        List<String> output = new ArrayList<>();
        all.forEach((key, values) -> output.add(key + "|" + result(values) + "|" + result(filtered.get(key))));
        return output;
    }

    private String result(List<String[]> rows) {
        int first = ofValue() || ofField() ? 0 : 1;
        Comparator<String[]> order = by(first, descending());
        rows.sort(order.thenComparing(by(1 - first, false)));
        return rows.isEmpty() ? "~" : result.apply(rows);
    }

    /** Nulls last. */
    private static Comparator<String[]> by(int column, boolean descending) {
        Comparator<String> values =
                descending ? (one, other) -> NaiveAggregate.compare(other, one) : NaiveAggregate::compare;
        return Comparator.comparing(row -> row[column].equals("~") ? null : row[column], Comparator.nullsLast(values));
    }
}
