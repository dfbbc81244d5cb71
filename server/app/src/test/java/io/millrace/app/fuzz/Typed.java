package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomValues.Column;
import io.millrace.app.fuzz.RandomValues.Columns;
import io.millrace.app.fuzz.RandomValues.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Joins of all kinds, grouping sets, set operations, OVER and the first rows, over relations of several types. */
final class Typed implements Subject {

    private final Random random;
    private final RandomValues values;
    private final Columns stream;
    private final Columns table;
    private int aliases;
    private int rowsOfTable;

    Typed(long seed, Random random) {
        this.random = random;
        this.values = new RandomValues(random);
        this.stream = new Columns(
                "s" + seed,
                List.of(
                        new Column("a", Kind.INT),
                        new Column("b", Kind.INT),
                        new Column("x", Kind.TEXT),
                        new Column("d", Kind.DATE),
                        new Column("m", Kind.DECIMAL)));
        this.table = new Columns(
                "t" + seed,
                List.of(
                        new Column("k", Kind.INT),
                        new Column("c", Kind.INT),
                        new Column("y", Kind.TEXT),
                        new Column("e", Kind.DATE),
                        new Column("n", Kind.DECIMAL)));
    }

    @Override
    public List<String> definitions() {
        return List.of(
                "CREATE STREAM " + stream.name() + " (a INT, b INT, x VARCHAR, d DATE, m DECIMAL(8, 2))",
                "CREATE TABLE " + table.name()
                        + " (k INT PRIMARY KEY, c INT NOT NULL, y VARCHAR, e DATE, n DECIMAL(6, 3))");
    }

    @Override
    public List<String> batch() {
        List<String> inserts = new ArrayList<>();
        inserts.add(values.insert(stream));
        if (values.chance(70)) {
            inserts.add("INSERT INTO " + table.name() + " VALUES (" + rowsOfTable++ + ", " + random.nextInt(3) + ", "
                    + values.stored(Kind.TEXT) + ", " + values.stored(Kind.DATE) + ", " + values.stored(Kind.DECIMAL)
                    + ")");
        }
        return inserts;
    }

    @Override
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String where = " WHERE " + values.condition(table.columns(), 2);
            changes.add(
                    values.chance(25)
                            ? "DELETE FROM " + table.name() + where
                            : "UPDATE " + table.name() + " SET y = " + values.value(table.columns(), Kind.TEXT, 2)
                                    + ", e = " + values.value(table.columns(), Kind.DATE, 2) + where);
        }
        return changes;
    }

    @Override
    public String query() {
        aliases = 0;
        List<Kind> kinds = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(column -> values.kind())
                .toList();
        return query(kinds, 1);
    }

    /** A query of columns c0, c1 … of the given kinds. */
    private String query(List<Kind> kinds, int depth) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> {
                String operation =
                        values.any(List.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"));
                yield "(" + select(kinds, depth) + ") " + operation + " (" + select(kinds, depth) + ")";
            }
            case 2 -> {
                String order = IntStream.rangeClosed(1, kinds.size())
                        .mapToObj(column -> column
                                + values.any(List.of("", " DESC"))
                                + values.any(List.of(" NULLS FIRST", " NULLS LAST")))
                        .collect(Collectors.joining(", "));
                yield "SELECT * FROM (" + select(kinds, depth) + ") z" + aliases++ + " ORDER BY " + order + " LIMIT "
                        + (1 + random.nextInt(4)) + (values.chance(30) ? " OFFSET 1" : "");
            }
            default -> select(kinds, depth);
        };
    }

    private String select(List<Kind> kinds, int depth) {
        List<Column> scope = new ArrayList<>();
        String from = from(scope, depth);
        String where = values.chance(55) ? " WHERE " + values.condition(scope, 2) : "";
        int way = random.nextInt(10);
        if (way < 4) {
            return grouped(kinds, scope, from + where);
        }
        List<String> list = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            boolean over = way == 4 && i == kinds.size() - 1 && kinds.get(i) == Kind.INT;
            list.add((over ? over(scope) : values.value(scope, kinds.get(i), 2)) + " AS c" + i);
        }
        return "SELECT " + (way == 5 ? "DISTINCT " : "") + String.join(", ", list) + from + where;
    }

    private String over(List<Column> scope) {
        String partition =
                values.chance(60) ? "PARTITION BY " + values.any(scope).name() + " " : "";
        String date = values.column(scope, Kind.DATE);
        if (!date.startsWith("DATE") && values.chance(25)) {
            return values.any(List.of("COUNT(*)", "SUM(2)", "SUM(" + values.column(scope, Kind.INT) + ")")) + " OVER ("
                    + partition + "ORDER BY " + date + values.any(List.of("", " DESC")) + " NULLS LAST RANGE BETWEEN "
                    + values.any(List.of(
                            "INTERVAL '1' MONTH PRECEDING AND CURRENT ROW",
                            "INTERVAL '40' DAY PRECEDING AND INTERVAL '1' YEAR FOLLOWING",
                            "CURRENT ROW AND INTERVAL '2' MONTH FOLLOWING"))
                    + ")";
        }
        String order = "ORDER BY " + values.any(scope).name() + values.any(List.of("", " DESC")) + " NULLS LAST";
        if (values.chance(20)) {
            String share = values.any(List.of("PERCENT_RANK()", "CUME_DIST()"));
            return "CASE WHEN " + share + " OVER (" + partition + order + ") <= 0.5 THEN 1 ELSE 0 END";
        }
        if (values.chance(15)) {
            return values.any(List.of("COUNT(*)", "SUM(" + values.column(scope, Kind.INT) + ")")) + " OVER ("
                    + partition
                    + order + " GROUPS BETWEEN "
                    + values.any(List.of(
                            "1 PRECEDING AND CURRENT ROW",
                            "2 PRECEDING AND 1 FOLLOWING",
                            "1 FOLLOWING AND UNBOUNDED FOLLOWING",
                            "UNBOUNDED PRECEDING AND 1 PRECEDING"))
                    + values.any(List.of("", " EXCLUDE CURRENT ROW", " EXCLUDE TIES")) + ")";
        }
        if (values.chance(10)) {
            return "COUNT(*) FILTER (WHERE " + values.condition(scope, 1) + ") OVER (" + partition + ")";
        }
        String function = values.any(
                List.of("RANK()", "DENSE_RANK()", "COUNT(*)", "SUM(" + values.column(scope, Kind.INT) + ")"));
        return function + " OVER (" + partition + (function.endsWith("K()") || values.chance(50) ? order : "") + ")";
    }

    private String grouped(List<Kind> kinds, List<Column> scope, String rest) {
        List<String> list = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            boolean key = values.chance(50);
            String value = key ? values.column(scope, kinds.get(i)) : aggregate(kinds.get(i), scope);
            if (key && scope.stream().anyMatch(column -> column.name().equals(value)) && !keys.contains(value)) {
                keys.add(value);
            }
            list.add((key && !keys.contains(value) ? aggregate(kinds.get(i), scope) : value) + " AS c" + i);
        }
        String having = values.chance(25) ? " HAVING COUNT(*) " + values.any(List.of("> 1", "< 3", "= 2")) : "";
        return "SELECT " + String.join(", ", list) + rest + grouping(keys) + having;
    }

    private String grouping(List<String> keys) {
        if (keys.isEmpty()) {
            return "";
        }
        String all = String.join(", ", keys);
        return " GROUP BY "
                + switch (random.nextInt(6)) {
                    case 0 -> "ROLLUP (" + all + ")";
                    case 1 -> "CUBE (" + all + ")";
                    case 2 -> "GROUPING SETS ((" + all + "), (" + values.any(keys) + "))";
                    default -> all;
                };
    }

    private String aggregate(Kind kind, List<Column> scope) {
        String filter = values.chance(15) ? " FILTER (WHERE " + values.condition(scope, 1) + ")" : "";
        String same = values.value(scope, kind, 1);
        List<String> choices = new ArrayList<>(List.of("MIN(" + same + ")", "MAX(" + same + ")"));
        if (kind == Kind.INT) {
            choices.add("COUNT(*)");
            choices.add("COUNT(" + values.value(scope, values.kind(), 1) + ")");
            choices.add("COUNT(DISTINCT " + values.value(scope, values.kind(), 1) + ")");
        }
        if (kind == Kind.INT || kind == Kind.DECIMAL) {
            choices.add("SUM(" + same + ")");
            choices.add("SUM(DISTINCT " + same + ")");
        }
        if (kind == Kind.INT) {
            choices.add(values.any(List.of("BIT_AND(", "BIT_OR(", "BIT_XOR(DISTINCT ")) + same + ")");
        }
        if (kind == Kind.TEXT) {
            choices.add("STRING_AGG(" + same + ", '-' ORDER BY " + same + values.any(List.of("", " DESC")) + ")");
            choices.add("STRING_AGG(DISTINCT " + same + ", '' ORDER BY " + same + ")");
        }
        return values.any(choices) + filter;
    }

    private String from(List<Column> scope, int depth) {
        StringBuilder from = new StringBuilder(" FROM ").append(source(scope, depth));
        for (int i = 0; i < 2 && values.chance(40); i++) {
            List<Column> left = List.copyOf(scope);
            if (values.chance(10)) {
                from.append(" CROSS JOIN ").append(source(scope, depth));
                continue;
            }
            String kind = values.any(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
            from.append(" ").append(kind).append(" ").append(source(scope, depth));
            List<Column> right = scope.subList(left.size(), scope.size());
            Kind key = values.any(right).kind();
            from.append(" ON ").append(joined(left, right, key));
            if (values.chance(25)) {
                from.append(" AND ").append(joined(left, right, Kind.INT));
            }
            if (kind.equals("JOIN") && values.chance(25)) {
                from.append(" AND ").append(values.condition(scope, 1));
            }
        }
        return from.toString();
    }

    private String joined(List<Column> left, List<Column> right, Kind kind) {
        return values.column(left, kind) + " = " + values.column(right, kind);
    }

    private String source(List<Column> scope, int depth) {
        String alias = "x" + aliases++;
        if (depth > 0 && values.chance(25)) {
            List<Kind> kinds = IntStream.rangeClosed(0, 1 + random.nextInt(2))
                    .mapToObj(column -> values.kind())
                    .toList();
            String derived = "(" + query(kinds, depth - 1) + ") " + alias;
            for (int i = 0; i < kinds.size(); i++) {
                scope.add(new Column(alias + ".c" + i, kinds.get(i)));
            }
            return derived;
        }
        if (values.chance(5)) {
            scope.add(new Column(alias + ".i", Kind.INT));
            return "GENERATE_SERIES(" + random.nextInt(3) + ", 3) AS " + alias + " (i)";
        }
        Columns relation = values.chance(60) ? stream : table;
        relation.columns().forEach(column -> scope.add(new Column(alias + "." + column.name(), column.kind())));
        return relation.name() + " " + alias;
    }
}
