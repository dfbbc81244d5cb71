package io.millrace.planner.typing;

import io.millrace.planner.typing.Running.Change;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** COUNT, SUM, AVG, MIN and MAX of exact numbers by arithmetic without limits, rounded half up once at the end. */
final class ExactAggregates {

    private static final int COLUMN = 3;
    private static final Map<String, Function<List<BigDecimal>, BigDecimal>> EXACT = Map.of(
            "COUNT", values -> BigDecimal.valueOf(values.size()),
            "SUM", values -> values.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
            "MIN", values -> values.stream().min(BigDecimal::compareTo).orElseThrow(),
            "MAX", values -> values.stream().max(BigDecimal::compareTo).orElseThrow());

    private ExactAggregates() {}

    /** The value of each group, and under the key null that of all rows; empty for other aggregates and types. */
    static Optional<Map<Object, String>> expected(String template, RowType input, Type result, List<Change> rows) {
        String name = template.substring(0, template.indexOf('('));
        boolean plain = template.matches("\\w+\\((DISTINCT )?\\{(number|any)}\\)");
        if (!plain
                || !(EXACT.containsKey(name) || name.equals("AVG"))
                || !isExact(input.type(COLUMN).kind())) {
            return Optional.empty();
        }
        Map<Object, List<BigDecimal>> groups = new HashMap<>();
        groups.put(null, new ArrayList<>());
        for (Change change : rows) {
            List<BigDecimal> group = groups.computeIfAbsent(change.row().get(0), key -> new ArrayList<>());
            Object value = change.row().get(COLUMN);
            if (value != null) {
                group.add(new BigDecimal(value.toString()));
                groups.get(null).add(new BigDecimal(value.toString()));
            }
        }
        Map<Object, String> expected = new HashMap<>();
        groups.forEach((group, values) -> expected.put(
                group,
                value(name, template.contains("DISTINCT") ? List.copyOf(new HashSet<>(values)) : values, result)));
        return Optional.of(expected);
    }

    private static boolean isExact(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            default -> false;
        };
    }

    private static String value(String name, Collection<BigDecimal> values, Type result) {
        List<BigDecimal> list = List.copyOf(values);
        if (list.isEmpty() && !name.equals("COUNT")) {
            return "NULL";
        }
        BigDecimal count = BigDecimal.valueOf(list.size());
        if (result.kind() == TypeKind.DECIMAL) {
            int scale = ((ScalarType) result).scale();
            BigDecimal value = name.equals("AVG")
                    ? EXACT.get("SUM").apply(list).divide(count, scale, RoundingMode.HALF_UP)
                    : EXACT.get(name).apply(list).setScale(scale);
            return value.toPlainString();
        }
        return name.equals("AVG")
                ? Double.toString(EXACT.get("SUM")
                        .apply(list)
                        .divide(count, MathContext.DECIMAL128)
                        .doubleValue())
                : EXACT.get(name).apply(list).toPlainString();
    }
}
