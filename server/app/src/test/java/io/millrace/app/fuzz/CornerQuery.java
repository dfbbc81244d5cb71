package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomQuery.Relation;
import java.util.List;
import java.util.Random;

/** Makes queries of kinds that wholly random ones seldom hit, each as often as the others. */
final class CornerQuery {

    private final Random random;
    private final List<Relation> relations;
    private int aliases;

    CornerQuery(Random random, List<Relation> relations) {
        this.random = random;
        this.relations = relations;
    }

    String next() {
        aliases = 0;
        return switch (random.nextInt(6)) {
            case 0 -> groupsTwoLevelsOut();
            case 1 -> groupsOfTwoRelations();
            case 2 -> groupsChosenByOuterColumn();
            case 3 -> groupsWithOuterColumn();
            case 4 -> fullJoin();
            default -> choiceOfChoices();
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
        return any("=", "=", "<>", "<", "<=", ">", ">=", "IS NOT DISTINCT FROM");
    }

    private String aggregate(Relation own) {
        return any("COUNT(*)", "SUM(" + column(own) + ")", "MIN(" + column(own) + ")", "MAX(" + column(own) + ")");
    }

    private String groupsTwoLevelsOut() {
        Relation outer = relation();
        Relation middle = relation();
        Relation inner = relation();
        String one = column(outer);
        String other = column(outer);
        return "SELECT " + one + " AS c0, " + other + " AS c1, (SELECT " + aggregate(middle) + " FROM " + middle.name()
                + " WHERE EXISTS (SELECT 1 FROM " + inner.name() + " WHERE " + column(inner) + " = " + column(middle)
                + " AND " + column(inner) + " = " + any(one, other) + ")) AS c2 FROM " + outer.name() + " GROUP BY "
                + other + ", " + one;
    }

    private String groupsOfTwoRelations() {
        Relation left = relation();
        Relation right = relation();
        Relation inner = relation();
        String one = column(left);
        String other = column(right);
        return "SELECT " + one + " AS c0, " + other + " AS c1, COUNT(*) AS c2, (SELECT " + aggregate(inner) + " FROM "
                + inner.name() + " WHERE " + column(inner) + " = " + one + " AND " + column(inner) + " >= " + other
                + ") AS c3 FROM " + left.name() + " JOIN " + right.name() + " ON " + column(left) + " = "
                + column(right) + " GROUP BY " + other + ", " + one;
    }

    private String groupsChosenByOuterColumn() {
        Relation outer = relation();
        Relation own = relation();
        String key = column(own);
        String groups = "SELECT " + key + " AS c0 FROM " + own.name()
                + any("", " WHERE " + column(own) + " " + comparison() + " " + column(outer)) + " GROUP BY " + key
                + " HAVING " + any(key, aggregate(own)) + " " + comparison() + " " + column(outer);
        return "SELECT " + column(outer) + " AS c0, "
                + any("EXISTS (" + groups + ")", column(outer) + " IN (" + groups + ")") + " AS c1 FROM "
                + outer.name();
    }

    private String groupsWithOuterColumn() {
        Relation outer = relation();
        Relation own = relation();
        String key = column(own);
        return "SELECT " + column(outer) + " AS c0, l.c0 AS c1, l.c1 AS c2 FROM " + outer.name() + " CROSS JOIN LATERAL"
                + " (SELECT " + column(outer) + " AS c0, " + aggregate(own) + " + " + column(outer) + " AS c1 FROM "
                + own.name() + " WHERE " + column(own) + " " + comparison() + " " + column(outer)
                + any("", " GROUP BY " + key) + ") l";
    }

    private String fullJoin() {
        Relation outer = relation();
        Relation left = relation();
        Relation right = relation();
        String read = column(outer);
        String equals = any("=", "IS NOT DISTINCT FROM", "IS NOT DISTINCT FROM");
        return "SELECT " + read + " AS c0, l.c0 AS c1, l.c1 AS c2 FROM " + outer.name()
                + " CROSS JOIN LATERAL (SELECT y.c0 AS c0, z.c0 AS c1 FROM (SELECT " + column(left) + " AS c0 FROM "
                + left.name() + " WHERE " + column(left) + " " + equals + " " + read + ") y FULL JOIN (SELECT "
                + column(right) + " AS c0 FROM " + right.name() + " WHERE " + column(right) + " " + equals + " " + read
                + ") z ON y.c0 = z.c0) l";
    }

    private String choiceOfChoices() {
        Relation own = relation();
        String chosen = "CASE (" + column(own) + " " + any("=", "<>", "<") + " " + column(own) + ") WHEN TRUE THEN "
                + any("1", column(own)) + " WHEN FALSE THEN " + any("0", column(own)) + " ELSE " + any("2", column(own))
                + " END";
        String condition = any("", "NOT ") + "(" + chosen + " " + any("=", "<>", "<", ">=") + " "
                + any("0", "1", column(own)) + ")" + any("", " IS TRUE", " IS NOT FALSE");
        return "SELECT " + column(own) + " AS c0, CASE WHEN " + condition + " THEN 1 ELSE 0 END AS c1 FROM "
                + own.name() + any("", " WHERE " + any("", "NOT ") + "(" + condition + ")");
    }
}
