package io.millrace.app.nexmark;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows as text with how often each occurs, so that results of two databases can be compared in any order. */
record Rows(List<String> columns, Map<String, Integer> counts) {

    /** Averages may differ in the last digits of a DOUBLE. */
    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);

    private static final int SHOWN = 5;

    static Rows of(ResultSet result) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            columns.add(result.getMetaData().getColumnLabel(column));
        }
        Map<String, Integer> counts = new HashMap<>();
        StringBuilder row = new StringBuilder();
        while (result.next()) {
            row.setLength(0);
            for (int column = 1; column <= columns.size(); column++) {
                row.append(text(result.getObject(column))).append('|');
            }
            counts.merge(row.toString(), 1, Integer::sum);
        }
        return new Rows(columns, counts);
    }

    private static String text(Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime().toString();
        } else if (value instanceof Double number) {
            return plain(new BigDecimal(number).round(DIGITS));
        } else if (value instanceof Number) {
            return plain(new BigDecimal(value.toString()));
        }
        return String.valueOf(value);
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    long size() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The first few rows that are here more often than in {@code others}. */
    List<String> without(Rows others) {
        return counts.entrySet().stream()
                .filter(row -> row.getValue() > others.counts.getOrDefault(row.getKey(), 0))
                .map(row -> row.getKey() + " × " + (row.getValue() - others.counts.getOrDefault(row.getKey(), 0)))
                .sorted()
                .limit(SHOWN)
                .toList();
    }
}
