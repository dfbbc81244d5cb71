package io.millrace.app.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries with nested sub-queries of all kinds over relations of integers, in the SQL that Millrace and DuckDB share. All
 * columns are integers; whatever a query gives is decided by its input alone, never by an order that is not said.
 */
final class RandomQuery {

    private final Random random;
    private final List<Relation> stored;
    private final int maxDepth;
    private List<Relation> relations;
    private int aliases;

    /** Something with a name and columns. */
    record Relation(String name, List<String> columns) {}

    RandomQuery(Random random, List<Relation> relations, int maxDepth) {
        this.random = random;
        this.stored = relations;
        this.maxDepth = maxDepth;
    }

    /** A whole query. */
    String next() {
        aliases = 0;
        relations = stored;
        int columns = 1 + random.nextInt(3);
        if (chance(90)) {
            return select(List.of(), 0, columns);
        }
        int namedColumns = 1 + random.nextInt(2);
        String named = "WITH Q AS (" + select(List.of(), 1, namedColumns) + ") ";
        relations =
                plus(stored, List.of(new Relation("q", names(namedColumns)), new Relation("Q", names(namedColumns))));
        return named + select(List.of(), 0, columns);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <E> E any(List<E> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String alias() {
        return "x" + aliases++;
    }

    private static <E> List<E> plus(List<E> some, E more) {
        List<E> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }

    private static <E> List<E> plus(List<E> some, List<E> more) {
        List<E> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** A query of some columns, named c0, c1 …; {@code outer} are the relations around it, the nearest last. */
    private String select(List<Relation> outer, int depth, int columns) {
        int kind = random.nextInt(100);
        if (kind < 8 && depth < maxDepth) {
            String operation = any(List.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"));
            return "(" + plain(outer, depth + 1, columns) + ") " + operation + " (" + plain(outer, depth + 1, columns)
                    + ")";
        }
        return kind < 22 ? limited(outer, depth, columns) : plain(outer, depth, columns);
    }

    private String limited(List<Relation> outer, int depth, int columns) {
        String order = IntStream.rangeClosed(1, columns)
                .mapToObj(column -> column + any(List.of("", " DESC")) + any(List.of(" NULLS FIRST", " NULLS LAST")))
                .collect(Collectors.joining(", "));
        int kind = random.nextInt(100);
        String limit = kind < 85 ? " LIMIT " + (1 + random.nextInt(3)) : "";
        String offset = kind > 65 ? " OFFSET " + (1 + random.nextInt(2)) : "";
        return "SELECT * FROM (" + plain(outer, depth, columns) + ") " + alias() + " ORDER BY " + order + limit
                + offset;
    }

    private String plain(List<Relation> outer, int depth, int columns) {
        List<Relation> own = new ArrayList<>();
        String from = from(outer, own, depth);
        List<Relation> scope = plus(outer, own);
        String where = chance(70) ? " WHERE " + condition(scope, depth + 1) : "";
        int kind = random.nextInt(100);
        if (kind < 25) {
            return grouped(scope, own, depth, columns, from + where);
        }
        boolean over = kind < 37;
        String distinct = kind > 92 ? "DISTINCT " : "";
        String list = IntStream.range(0, columns)
                .mapToObj(column ->
                        (over && column == columns - 1 ? over(scope, own) : value(scope, depth + 1)) + " AS c" + column)
                .collect(Collectors.joining(", "));
        return "SELECT " + distinct + list + from + where;
    }

    private String over(List<Relation> scope, List<Relation> own) {
        String partition = chance(50) ? "PARTITION BY " + column(own) + " " : "";
        String argument = argument(own, scope);
        return any(List.of("COUNT(*)", "SUM(" + argument + ")", "MAX(" + argument + ")")) + " OVER (" + partition + ")";
    }

    private String grouped(List<Relation> scope, List<Relation> own, int depth, int columns, String rest) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < random.nextInt(Math.min(columns, 2) + 1); i++) {
            keys.add(column(own));
        }
        List<String> list = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            String value = i < keys.size() ? keys.get(i) : aggregate(own, scope);
            if (i >= keys.size() && chance(20) && !keys.isEmpty() && depth < maxDepth) {
                value = scalar(List.of(new Relation("", List.of(keys.get(0)))), depth + 1);
            }
            list.add(value + " AS c" + i);
        }
        String grouping = keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
        String having = chance(25) ? " HAVING " + aggregate(own, scope) + " " + comparison() + " " + literal() : "";
        return "SELECT " + String.join(", ", list) + rest + grouping + having;
    }

    /** An aggregate of the rows of the query itself: one of outer columns alone would be of the outer query. */
    private String aggregate(List<Relation> own, List<Relation> scope) {
        String argument = argument(own, scope);
        return any(List.of(
                "COUNT(*)",
                "COUNT(" + argument + ")",
                "SUM(" + argument + ")",
                "MIN(" + argument + ")",
                "MAX(" + argument + ")",
                "COUNT(DISTINCT " + argument + ")",
                "BIT_XOR(" + argument + ")",
                "CAST(2 * MEDIAN(" + argument + ") AS INT)",
                "PERCENTILE_DISC(0.3) WITHIN GROUP (ORDER BY " + argument + ")"));
    }

    private String argument(List<Relation> own, List<Relation> scope) {
        return chance(80) ? column(own) : column(own) + " + " + column(scope);
    }

    private String from(List<Relation> outer, List<Relation> own, int depth) {
        StringBuilder from = new StringBuilder(" FROM ").append(source(outer, own, depth));
        for (int i = 0; i < 2 && chance(depth == 0 ? 45 : 25); i++) {
            if (chance(20) && depth < maxDepth) {
                List<Relation> scope = plus(outer, own);
                String name = alias();
                boolean left = chance(40);
                int columns = 1 + random.nextInt(2);
                from.append(left ? " LEFT JOIN LATERAL (" : " CROSS JOIN LATERAL (")
                        .append(select(scope, depth + 1, columns))
                        .append(") ")
                        .append(name)
                        .append(left ? " ON TRUE" : "");
                own.add(new Relation(name, names(columns)));
            } else {
                String kind = any(List.of("JOIN", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
                from.append(" ").append(kind).append(" ");
                from.append(source(outer, own, depth));
                String condition = column(own.subList(0, own.size() - 1)) + " = "
                        + column(own.subList(own.size() - 1, own.size()));
                from.append(" ON ").append(condition);
                if (chance(20)) {
                    from.append(" AND ").append(simple(kind.equals("JOIN") ? plus(outer, own) : own));
                }
            }
        }
        return from.toString();
    }

    private static List<String> names(int columns) {
        return IntStream.range(0, columns).mapToObj(column -> "c" + column).toList();
    }

    private String source(List<Relation> outer, List<Relation> own, int depth) {
        String name = alias();
        if (depth < maxDepth && chance(20)) {
            int columns = 1 + random.nextInt(2);
            // a derived table sees the relations around the query, but not those beside it
            String derived = "(" + select(outer, depth + 1, columns) + ") " + name;
            own.add(new Relation(name, names(columns)));
            return derived;
        }
        if (chance(4)) {
            own.add(new Relation(name, names(1)));
            return "(SELECT " + literal() + " AS c0) " + name;
        }
        Relation relation = any(relations);
        own.add(new Relation(name, relation.columns()));
        return relation.name() + " " + name;
    }

    private String column(List<Relation> scope) {
        // the nearest relations are read most
        Relation relation = chance(60) ? scope.get(scope.size() - 1) : any(scope);
        String prefix = relation.name().isEmpty() ? "" : relation.name() + ".";
        return prefix + any(relation.columns());
    }

    private static String comparisonOf(Random random) {
        return List.of("=", "=", "=", "<>", "<", "<=", ">", ">=").get(random.nextInt(8));
    }

    private String comparison() {
        return comparisonOf(random);
    }

    private String literal() {
        return String.valueOf(random.nextInt(4));
    }

    /** A condition without sub-queries. */
    private String simple(List<Relation> scope) {
        return switch (random.nextInt(6)) {
            case 0 -> column(scope) + " IS NULL";
            case 1 -> column(scope) + " IS NOT NULL";
            case 2 -> column(scope) + " " + comparison() + " " + literal();
            default -> column(scope) + " " + comparison() + " " + column(scope);
        };
    }

    private String condition(List<Relation> scope, int depth) {
        if (depth > maxDepth) {
            return simple(scope);
        }
        return switch (random.nextInt(15)) {
            case 14 ->
                "(" + column(scope) + ", " + value(scope, maxDepth) + ")" + any(List.of(" IN (", " NOT IN ("))
                        + select(scope, depth, 2) + ")";
            case 0 -> "(" + condition(scope, depth + 1) + " OR " + condition(scope, depth + 1) + ")";
            case 1, 2 -> "(" + condition(scope, depth) + " AND " + condition(scope, depth + 1) + ")";
            case 3 -> "NOT (" + condition(scope, depth + 1) + ")";
            case 4, 5 -> any(List.of("", "NOT ")) + "EXISTS (" + select(scope, depth, 1) + ")";
            case 6, 7 -> value(scope, maxDepth) + any(List.of(" IN (", " NOT IN (")) + select(scope, depth, 1) + ")";
            case 8 ->
                value(scope, maxDepth) + " " + comparison() + any(List.of(" ANY (", " ALL (")) + select(scope, depth, 1)
                        + ")";
            case 9 -> column(scope) + " " + comparison() + " " + scalar(scope, depth);
            case 10 -> scalar(scope, depth) + any(List.of(" IS NULL", " IS NOT NULL"));
            default -> simple(scope);
        };
    }

    /** A sub-query of one row. */
    private String scalar(List<Relation> scope, int depth) {
        List<Relation> own = new ArrayList<>();
        int kind = random.nextInt(10);
        if (kind == 0) {
            return "(SELECT " + column(scope) + " + " + literal() + ")";
        }
        String from = from(scope, own, depth);
        List<Relation> all = plus(scope, own);
        String where = chance(80) ? " WHERE " + condition(all, depth + 1) : "";
        if (kind < 3) {
            return "(SELECT c0 FROM (SELECT " + value(all, depth + 1) + " AS c0" + from + where + ") " + alias()
                    + " ORDER BY c0 NULLS LAST LIMIT 1)";
        }
        return "(SELECT " + aggregate(own, all) + from + where + ")";
    }

    private String value(List<Relation> scope, int depth) {
        if (depth >= maxDepth) {
            return chance(75) ? column(scope) : chance(50) ? literal() : column(scope) + " + " + literal();
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> scalar(scope, depth);
            case 2 -> "CASE WHEN " + condition(scope, depth) + " THEN 1 ELSE 0 END";
            case 3 ->
                "CASE WHEN " + condition(scope, depth + 1) + " THEN " + value(scope, depth + 1) + " ELSE "
                        + value(scope, depth + 1) + " END";
            case 4 -> "CASE (" + condition(scope, depth) + ") WHEN TRUE THEN 1 WHEN FALSE THEN 0 ELSE 2 END";
            case 5 -> "COALESCE(" + value(scope, depth + 1) + ", " + literal() + ")";
            case 6 -> literal();
            default -> column(scope);
        };
    }
}
