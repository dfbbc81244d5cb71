package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomQuery.Relation;
import java.util.List;
import java.util.Random;

/**
 * Makes queries with a single sub-query that depends on the row around it, each kind as often as the others: what goes wrong with one
 * kind alone is not hidden behind what encloses it.
 */
final class FocusedQuery {

    private final Random random;
    private final List<Relation> relations;
    private int aliases;

    FocusedQuery(Random random, List<Relation> relations) {
        this.random = random;
        this.relations = relations;
    }

    String next() {
        aliases = 0;
        Relation outer = relation();
        String from = " FROM " + outer.name();
        String key = column(outer);
        return switch (random.nextInt(10)) {
            case 0, 1 -> "SELECT " + key + " AS c0, " + quantified(outer) + " AS c1" + from;
            case 2 -> "SELECT " + key + " AS c0" + from + " WHERE " + any("", "NOT ") + quantified(outer);
            case 3 -> "SELECT " + key + " AS c0, " + first(outer) + " AS c1" + from;
            case 4 ->
                "SELECT " + key + " AS c0, l.c0 AS c1" + from
                        + lateral("(" + inner(outer) + ") " + any("UNION", "UNION ALL", "INTERSECT", "EXCEPT") + " ("
                                + inner(outer) + ")");
            case 5 -> "SELECT " + key + " AS c0, l.c0 AS c1, l.c1 AS c2" + from + lateral(computed(outer));
            case 6 ->
                "SELECT " + key + " AS c0, l.c0 AS c1" + from
                        + lateral("SELECT * FROM (" + inner(outer) + ") z ORDER BY 1" + any("", " DESC") + " NULLS "
                                + any("FIRST", "LAST") + " LIMIT " + (1 + random.nextInt(2)) + any("", " OFFSET 1"));
            case 8 -> "SELECT " + key + " AS c0, l.c0 AS c1, l.c1 AS c2" + from + lateral(over(outer));
            case 7 -> "SELECT " + key + " AS c0, " + any("", "NOT ") + "EXISTS (" + inner(outer) + ") AS c1" + from;
            default ->
                "SELECT " + key + " AS c0, (SELECT " + any("COUNT(*)", "SUM(q.c0)", "COUNT(q.c0) + 1", "MAX(q.c0)")
                        + " FROM (" + inner(outer) + ") q) AS c1" + from;
        };
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Relation relation() {
        Relation one = relations.get(random.nextInt(relations.size()));
        return new Relation(one.name() + " x" + aliases++, one.columns());
    }

    private String column(Relation relation) {
        String alias = relation.name().substring(relation.name().indexOf(' ') + 1);
        return alias + "."
                + relation.columns().get(random.nextInt(relation.columns().size()));
    }

    private String comparison() {
        return any("=", "=", "=", "<>", "<", "<=", ">", ">=", "IS NOT DISTINCT FROM");
    }

    /** Rows of one column that depend on the outer row. */
    private String inner(Relation outer) {
        Relation own = relation();
        String value = any("%s", "%s", "%s + 1", "COALESCE(%s, 2)").formatted(column(own));
        return "SELECT " + value + " AS c0 FROM " + own.name() + " WHERE " + column(own) + " " + comparison() + " "
                + column(outer);
    }

    private String over(Relation outer) {
        Relation own = relation();
        return "SELECT " + column(own) + " AS c0, " + any("COUNT(*)", "SUM(" + column(own) + ")") + " OVER ("
                + any("", "PARTITION BY " + column(own)) + ") AS c1 FROM " + own.name() + " WHERE " + column(own) + " "
                + any("=", "=", comparison()) + " " + column(outer);
    }

    private String computed(Relation outer) {
        Relation own = relation();
        return "SELECT " + any("7", "COALESCE(" + column(own) + ", 5)", column(own) + " + 1") + " AS c0, "
                + any(column(outer), column(own), column(outer) + " + " + column(own)) + " AS c1 FROM " + own.name()
                + " WHERE " + column(own) + " " + comparison() + " " + column(outer);
    }

    private String quantified(Relation outer) {
        return "(" + column(outer) + " " + any("=", "<>", "<", "<=", ">", ">=") + any(" ANY (", " ALL (") + inner(outer)
                + "))";
    }

    private String first(Relation outer) {
        return "(SELECT q.c0 FROM (" + inner(outer) + ") q ORDER BY q.c0" + any("", " DESC") + " NULLS "
                + any("FIRST", "LAST") + " LIMIT 1" + any("", " OFFSET 1") + ")";
    }

    private String lateral(String query) {
        return random.nextBoolean()
                ? " CROSS JOIN LATERAL (" + query + ") l"
                : " LEFT JOIN LATERAL (" + query + ") l ON TRUE";
    }
}
