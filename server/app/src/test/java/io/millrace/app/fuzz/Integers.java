package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomQuery.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Nested sub-queries of all kinds over relations of integers. */
final class Integers implements Subject {

    private final Random random;
    private final List<Relation> relations;
    private RandomQuery queries;
    private int rowsOfTable;

    Integers(long seed, Random random) {
        this.random = random;
        this.relations = List.of(
                new Relation("s" + seed, List.of("a", "b")),
                new Relation("t" + seed, List.of("k", "a", "c")),
                new Relation("v" + seed, List.of("b", "n")),
                new Relation("u" + seed, List.of("a", "d")),
                new Relation("w" + seed, List.of("k", "b")));
    }

    private String name(int relation) {
        return relations.get(relation).name();
    }

    @Override
    public List<String> definitions() {
        return List.of(
                "CREATE STREAM " + name(0) + " (a INT, b INT)",
                "CREATE TABLE " + name(1) + " (k INT PRIMARY KEY, a INT NOT NULL, c INT)",
                "CREATE VIEW " + name(2) + " AS SELECT b, b + a AS n FROM " + name(0),
                "CREATE STREAM " + name(3) + " (a INT, d INT NOT NULL)",
                "CREATE VIEW " + name(4) + " AS SELECT t.k, COUNT(s.b) AS b FROM " + name(1) + " t LEFT JOIN " + name(0)
                        + " s ON s.a = t.c GROUP BY t.k");
    }

    @Override
    public String query() {
        if (random.nextInt(5) < 2) {
            return new FocusedQuery(random, relations).next();
        }
        if (queries == null) {
            queries = new RandomQuery(random, relations, 1 + Math.min(3, random.nextInt(6)));
        }
        return queries.next();
    }

    @Override
    public List<String> batch() {
        List<String> inserts = new ArrayList<>();
        StringJoiner rows = new StringJoiner(", ");
        for (int i = 0; i <= random.nextInt(4); i++) {
            rows.add("(" + value() + ", " + value() + ")");
        }
        inserts.add("INSERT INTO " + name(0) + " VALUES " + rows);
        if (random.nextInt(3) > 0) {
            inserts.add("INSERT INTO " + name(1) + " VALUES (" + rowsOfTable++ + ", " + random.nextInt(3) + ", "
                    + value() + ")");
        }
        if (random.nextInt(3) > 0) {
            inserts.add("INSERT INTO " + name(3) + " VALUES (" + value() + ", " + random.nextInt(4) + "), (" + value()
                    + ", 1)");
        }
        return inserts;
    }

    @Override
    public List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String where = " WHERE " + condition();
            changes.add(
                    random.nextInt(4) == 0
                            ? "DELETE FROM " + name(1) + where
                            : "UPDATE " + name(1) + " SET a = MOD(a + 1, 3), c = " + newValue() + where);
        }
        return changes;
    }

    private String newValue() {
        return switch (random.nextInt(4)) {
            case 0 -> "a";
            case 1 -> "c + 1";
            case 2 -> "(SELECT MIN(b) FROM " + name(0) + " WHERE " + name(0) + ".a = " + name(1) + ".a)";
            default -> value();
        };
    }

    private String condition() {
        return switch (random.nextInt(5)) {
            case 0 -> "k = " + random.nextInt(4);
            case 1 -> "c IS NULL OR c > " + random.nextInt(3);
            case 2 -> "a IN (SELECT b FROM " + name(0) + ")";
            case 3 -> "EXISTS (SELECT 1 FROM (" + query() + ") AS q WHERE q.c0 = " + name(1) + ".c)";
            default -> "a >= (SELECT COALESCE(AVG(a), 0) FROM " + name(1) + ")";
        };
    }

    private String value() {
        int value = random.nextInt(5);
        return value == 4 ? "NULL" : String.valueOf(value);
    }
}
