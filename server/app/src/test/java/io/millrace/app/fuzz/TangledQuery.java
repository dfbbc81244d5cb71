package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomValues.Column;
import io.millrace.app.fuzz.RandomValues.Columns;
import io.millrace.app.fuzz.RandomValues.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries whose sub-queries stand everywhere (in SELECT, FROM, ON, WHERE, GROUP BY's aggregates, HAVING, ORDER BY, branches of CASE)
 * and read columns of any of the queries around them. What a query gives is decided by its input alone.
 */
final class TangledQuery {

    private static final int LEVELS = 4;
    private static final int SUB_QUERIES = 9;

    private final Random random;
    private final RandomValues values;
    private final List<Columns> stored;
    private int aliases;
    private int left;

    /** Where a query stands: what it sees of the queries around it, which relations have names there, and how deep it is. */
    private record Place(List<Column> outer, List<Columns> named, int level) {
        Place within(List<Column> scope) {
            return new Place(scope, named, level + 1);
        }

        Place with(Columns rows) {
            return new Place(outer, plus(named, List.of(rows)), level);
        }

        List<Column> scope(List<Column> own) {
            return plus(outer, own);
        }
    }

    TangledQuery(Random random, RandomValues values, List<Columns> stored) {
        this.random = random;
        this.values = values;
        this.stored = stored;
    }

    String next() {
        aliases = 0;
        left = 2 + random.nextInt(SUB_QUERIES);
        return rows(new Place(List.of(), stored, 0), kinds(1 + random.nextInt(3)));
    }

    private static <E> List<E> plus(List<E> some, List<E> more) {
        List<E> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private Kind kind() {
        return values.any(List.of(
                Kind.INT, Kind.INT, Kind.INT, Kind.INT, Kind.TEXT, Kind.DATE, Kind.DECIMAL, Kind.TIME, Kind.TRUTH));
    }

    private List<Kind> kinds(int count) {
        return IntStream.range(0, count).mapToObj(i -> kind()).toList();
    }

    private String alias() {
        return "x" + aliases++;
    }

    private boolean ends(Place place) {
        return place.level() >= LEVELS || left <= 0;
    }

    /** A query inside another. */
    private String inner(Place place, List<Column> scope, List<Kind> kinds) {
        left--;
        return rows(place.within(scope), kinds);
    }

    private String rows(Place place, List<Kind> kinds) {
        if (ends(place)) {
            return plain(place, kinds);
        }
        return switch (random.nextInt(20)) {
            case 0, 1 ->
                "(" + inner(place, place.outer(), kinds) + ") "
                        + values.any(
                                List.of("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"))
                        + " (" + inner(place, place.outer(), kinds) + ")";
            case 2 -> {
                String name = "q" + aliases++;
                List<Kind> own = kinds(1 + random.nextInt(2));
                String query = inner(place, place.outer(), own);
                yield "WITH " + name + " AS (" + query + ") "
                        + plain(place.with(new Columns(name, columns("", own))), kinds);
            }
            case 3, 4, 5 -> first(place, kinds);
            case 6 ->
                "SELECT * FROM (VALUES "
                        + IntStream.rangeClosed(0, random.nextInt(2))
                                .mapToObj(row -> kinds.stream()
                                        .map(kind -> value(place, place.outer(), kind))
                                        .collect(Collectors.joining(", ", "(", ")")))
                                .collect(Collectors.joining(", "))
                        + ") " + alias()
                        + columns("", kinds).stream().map(Column::name).collect(Collectors.joining(", ", "(", ")"));
            default -> plain(place, kinds);
        };
    }

    private static List<Column> columns(String prefix, List<Kind> kinds) {
        return IntStream.range(0, kinds.size())
                .mapToObj(i -> new Column(prefix + "c" + i, kinds.get(i)))
                .toList();
    }

    private String first(Place place, List<Kind> kinds) {
        String alias = alias();
        List<Column> own = columns(alias + ".", kinds);
        String query = plain(place, kinds);
        String before =
                !ends(place) && values.chance(25) ? scalar(place, place.scope(own), kind()) + " NULLS LAST, " : "";
        String order = own.stream()
                .map(column -> column.name()
                        + values.any(List.of("", " DESC"))
                        + values.any(List.of(" NULLS FIRST", " NULLS LAST")))
                .collect(Collectors.joining(", "));
        return "SELECT " + alias + ".* FROM (" + query + ") " + alias + " ORDER BY " + before + order + " LIMIT "
                + (1 + random.nextInt(3)) + values.any(List.of("", "", " OFFSET 1"));
    }

    private String plain(Place place, List<Kind> kinds) {
        List<Column> own = new ArrayList<>();
        String from = from(place, own);
        List<Column> scope = place.scope(own);
        String where = values.chance(65) ? " WHERE " + condition(place, scope) : "";
        int way = random.nextInt(100);
        if (way < 30) {
            return grouped(place, own, kinds, from + where);
        }
        List<String> list = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            boolean over = way < 42 && i == kinds.size() - 1;
            list.add((over ? over(place, own, kinds.get(i)) : value(place, scope, kinds.get(i))) + " AS c" + i);
        }
        return "SELECT " + (way > 92 ? "DISTINCT " : "") + String.join(", ", list) + from + where;
    }

    private String over(Place place, List<Column> own, Kind kind) {
        String partition = values.chance(60) ? "PARTITION BY " + values.any(own).name() + " " : "";
        String order = "ORDER BY " + values.any(own).name() + values.any(List.of("", " DESC")) + " NULLS LAST";
        if (kind == Kind.INT && values.chance(40)) {
            return values.any(List.of("RANK()", "DENSE_RANK()", "COUNT(*)")) + " OVER (" + partition + order + ")";
        }
        return aggregate(place, own, kind, " OVER (" + partition + (values.chance(30) ? order : "") + ")");
    }

    private String grouped(Place place, List<Column> own, List<Kind> kinds, String rest) {
        List<Column> keys = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Column key = values.any(own);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        List<Column> scope = place.scope(keys);
        List<String> list = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            list.add(ofGroup(place, own, scope, keys, kinds.get(i)) + " AS c" + i);
        }
        String having = "";
        if (values.chance(30)) {
            Kind kind = kind();
            having = " HAVING "
                    + (values.chance(50) && !keys.isEmpty()
                            ? condition(place, scope)
                            : aggregate(place, own, kind, "")
                                    + comparison()
                                    + (ends(place) ? values.literal(kind) : scalar(place, scope, kind)));
        }
        return "SELECT " + String.join(", ", list) + rest + grouping(keys) + having;
    }

    private String ofGroup(Place place, List<Column> own, List<Column> scope, List<Column> keys, Kind kind) {
        List<Column> fitting = keys.stream().filter(key -> key.kind() == kind).toList();
        if (!fitting.isEmpty() && values.chance(55)) {
            return values.any(fitting).name();
        }
        if (!ends(place) && values.chance(25)) {
            return scalar(place, scope, kind);
        }
        return values.chance(15)
                ? "COALESCE(" + aggregate(place, own, kind, "") + ", " + value(place, scope, kind) + ")"
                : aggregate(place, own, kind, "");
    }

    private String grouping(List<Column> keys) {
        if (keys.isEmpty()) {
            return values.chance(10) ? " GROUP BY ()" : "";
        }
        String all = keys.stream().map(Column::name).collect(Collectors.joining(", "));
        return " GROUP BY "
                + switch (random.nextInt(8)) {
                    case 0 -> "ROLLUP (" + all + ")";
                    case 1 -> "CUBE (" + all + ")";
                    case 2 ->
                        "GROUPING SETS ((" + all + "), (" + values.any(keys).name() + "), ())";
                    default -> all;
                };
    }

    /** An aggregate of the rows of the query itself: one of outer columns alone would be of the outer query. */
    private String aggregate(Place place, List<Column> own, Kind kind, String over) {
        List<Column> fitting =
                own.stream().filter(column -> column.kind() == kind).toList();
        if (kind == Kind.INT && (fitting.isEmpty() || values.chance(30))) {
            return values.any(List.of("COUNT(*)", "COUNT(" + values.any(own).name() + ")")) + over;
        }
        String argument = fitting.isEmpty()
                ? "CASE WHEN " + values.any(own).name() + " IS NULL THEN " + values.literal(kind) + " ELSE "
                        + values.column(place.outer(), kind) + " END"
                : values.any(fitting).name();
        if (kind == Kind.TRUTH) {
            return "(" + values.any(List.of("MAX", "MIN")) + "(CASE WHEN " + argument + " THEN 1 WHEN NOT (" + argument
                    + ") THEN 0 END)" + over + " = 1)";
        }
        if (kind == Kind.INT && values.chance(20)) {
            argument += " + " + column(place.scope(own), kind);
        }
        boolean number = kind == Kind.INT || kind == Kind.DECIMAL;
        return values.any(number ? List.of("MAX(", "MIN(", "SUM(") : List.of("MAX(", "MIN(")) + argument + ")" + over;
    }

    private String from(Place place, List<Column> own) {
        StringBuilder from = new StringBuilder(" FROM ").append(source(place, own));
        for (int i = 0; i < 2 && values.chance(place.level() == 0 ? 45 : 25); i++) {
            List<Column> before = List.copyOf(own);
            if (!ends(place) && values.chance(30)) {
                boolean outer = values.chance(40);
                List<Kind> kinds = kinds(1 + random.nextInt(2));
                String query = inner(place, place.scope(own), kinds);
                String alias = alias();
                own.addAll(columns(alias + ".", kinds));
                from.append(outer ? " LEFT JOIN LATERAL (" : " CROSS JOIN LATERAL (")
                        .append(query)
                        .append(") ")
                        .append(alias)
                        .append(outer ? " ON " + (values.chance(70) ? "TRUE" : joined(before, own)) : "");
                continue;
            }
            String kind = values.any(List.of("JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
            from.append(" ").append(kind).append(" ").append(source(place, own));
            from.append(" ON ").append(joined(before, own));
            if (values.chance(30)) {
                from.append(" AND ");
                from.append(kind.equals("FULL JOIN") ? values.condition(own, 0) : condition(place, place.scope(own)));
            }
        }
        return from.toString();
    }

    private String joined(List<Column> before, List<Column> own) {
        List<Column> added = own.subList(before.size(), own.size());
        List<String> pairs = new ArrayList<>();
        for (Column one : before) {
            for (Column other : added) {
                if (one.kind() == other.kind()) {
                    pairs.add(one.name() + " = " + other.name());
                }
            }
        }
        return pairs.isEmpty() ? values.any(added).name() + " IS NOT NULL" : values.any(pairs);
    }

    private String source(Place place, List<Column> own) {
        String alias = alias();
        if (!ends(place) && values.chance(18)) {
            List<Kind> kinds = kinds(1 + random.nextInt(2));
            String query = "(" + inner(place, place.outer(), kinds) + ") " + alias;
            if (values.chance(70)) {
                own.addAll(columns(alias + ".", kinds));
                return query;
            }
            kinds.forEach(kind -> own.add(new Column(alias + ".r" + (own.size() + 10), kind)));
            return query
                    + own.subList(own.size() - kinds.size(), own.size()).stream()
                            .map(column -> column.name().substring(alias.length() + 1))
                            .collect(Collectors.joining(", ", " (", ")"));
        }
        List<Columns> named = place.named();
        Columns rows =
                named.size() > stored.size() && values.chance(50) ? named.get(named.size() - 1) : values.any(named);
        rows.columns().forEach(column -> own.add(new Column(alias + "." + column.name(), column.kind())));
        return rows.name() + " " + alias;
    }

    /** Of the nearest relations more often. */
    private String column(List<Column> scope, Kind kind) {
        List<Column> fitting =
                scope.stream().filter(column -> column.kind() == kind).toList();
        if (fitting.isEmpty()) {
            return values.chance(90) ? values.literal(kind) : "CAST(NULL AS " + type(kind) + ")";
        }
        return fitting.get(Math.max(random.nextInt(fitting.size()), random.nextInt(fitting.size())))
                .name();
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case INT -> "INT";
            case TEXT -> "VARCHAR";
            case DATE -> "DATE";
            case DECIMAL -> "DECIMAL(8, 2)";
            case TIME -> "TIMESTAMP";
            case TRUTH -> "BOOLEAN";
        };
    }

    private String comparison() {
        return values.any(List.of(" = ", " = ", " = ", " <> ", " < ", " <= ", " > ", " >= "));
    }

    private String condition(Place place, List<Column> scope) {
        Kind kind = kind();
        if (ends(place)) {
            return values.chance(50)
                    ? column(scope, kind) + comparison() + column(scope, kind)
                    : values.condition(scope, 1);
        }
        String not = values.any(List.of("", "NOT "));
        return switch (random.nextInt(21)) {
            case 0 -> "(" + condition(place, scope) + " OR " + condition(place, scope) + ")";
            case 1, 2 -> "(" + condition(place, scope) + " AND " + condition(place, scope) + ")";
            case 3 -> "NOT (" + condition(place, scope) + ")";
            case 4, 5 -> not + "EXISTS (" + inner(place, scope, kinds(1)) + ")";
            case 6, 7 -> value(place, scope, kind) + " " + not + "IN (" + inner(place, scope, List.of(kind)) + ")";
            case 8 ->
                "(" + column(scope, kind) + ", " + value(place, scope, Kind.INT) + ") " + not + "IN ("
                        + inner(place, scope, List.of(kind, Kind.INT)) + ")";
            case 9, 10 ->
                value(place, scope, kind) + comparison() + values.any(List.of("ANY (", "ALL (", "SOME ("))
                        + inner(place, scope, List.of(kind)) + ")";
            case 11, 12 -> column(scope, kind) + comparison() + scalar(place, scope, kind);
            case 13 -> scalar(place, scope, kind) + values.any(List.of(" IS NULL", " IS NOT NULL"));
            case 14 ->
                "(" + condition(place, scope) + ")"
                        + values.any(List.of(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS NOT FALSE", " IS NULL"));
            case 15 ->
                "CASE WHEN " + condition(place, scope) + " THEN " + condition(place, scope) + " ELSE "
                        + condition(place, scope) + " END";
            case 16 ->
                column(scope, kind)
                        + values.any(List.of(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "))
                        + scalar(place, scope, kind);
            case 17 -> column(scope, kind) + " BETWEEN " + scalar(place, scope, kind) + " AND " + column(scope, kind);
            default -> values.condition(scope, 1);
        };
    }

    private String value(Place place, List<Column> scope, Kind kind) {
        if (ends(place) || values.chance(50)) {
            return values.chance(75) ? column(scope, kind) : values.value(scope, kind, 1);
        }
        return switch (random.nextInt(10)) {
            case 0 ->
                "CASE WHEN " + condition(place, scope) + " THEN " + value(place, scope, kind) + " ELSE "
                        + value(place, scope, kind) + " END";
            case 1 -> "COALESCE(" + scalar(place, scope, kind) + ", " + value(place, scope, kind) + ")";
            case 2 -> "NULLIF(" + value(place, scope, kind) + ", " + scalar(place, scope, kind) + ")";
            case 3 -> guarded(place, scope, kind);
            case 4 ->
                "CASE " + scalar(place, scope, Kind.INT) + " WHEN " + column(scope, Kind.INT) + " THEN "
                        + value(place, scope, kind) + " ELSE " + column(scope, kind) + " END";
            default -> kind == Kind.TRUTH ? "(" + condition(place, scope) + ")" : scalar(place, scope, kind);
        };
    }

    /** A sub-query of several rows, perhaps, that is asked only where it has one. */
    private String guarded(Place place, List<Column> scope, Kind kind) {
        List<Column> own = new ArrayList<>();
        String alias = alias();
        Columns rows = values.any(place.named());
        rows.columns().forEach(column -> own.add(new Column(alias + "." + column.name(), column.kind())));
        left--;
        String from = " FROM " + rows.name() + " " + alias + " WHERE "
                + condition(place.within(scope), plus(scope, own)) + ")";
        return "CASE WHEN (SELECT COUNT(*)" + from + " < 2 THEN (SELECT " + column(own, kind) + from + " ELSE "
                + value(place, scope, kind) + " END";
    }

    /** A sub-query of one row. */
    private String scalar(Place place, List<Column> scope, Kind kind) {
        if (ends(place)) {
            return column(scope, kind);
        }
        Place inside = place.within(scope);
        left--;
        String alias = alias();
        List<Column> own = new ArrayList<>();
        switch (random.nextInt(9)) {
            case 0 -> {
                return "(SELECT " + value(inside, scope, kind) + ")";
            }
            case 1, 2 -> {
                String order = values.any(List.of(" NULLS FIRST", " NULLS LAST", " DESC NULLS LAST"));
                return "(SELECT c0 FROM (" + rows(inside, List.of(kind)) + ") " + alias + " ORDER BY c0" + order
                        + " LIMIT 1" + values.any(List.of("", "", " OFFSET 1")) + ")";
            }
            case 3 -> {
                String query = rows(inside, List.of(kind, Kind.INT));
                own.addAll(columns(alias + ".", List.of(kind, Kind.INT)));
                return "(SELECT " + aggregate(inside, own, kind, "") + " FROM (" + query + ") " + alias + ")";
            }
            default -> {
                String from = from(inside, own);
                String where = values.chance(80) ? " WHERE " + condition(inside, inside.scope(own)) : "";
                String having = values.chance(10) ? " HAVING COUNT(*) > " + column(scope, Kind.INT) : "";
                return "(SELECT " + aggregate(inside, own, kind, "") + from + where + having + ")";
            }
        }
    }
}
