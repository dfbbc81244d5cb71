package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomValues.Column;
import io.millrace.app.fuzz.RandomValues.Columns;
import io.millrace.app.fuzz.RandomValues.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sub-queries of all kinds at any place, up to four levels deep, over a stream, a table, and views that rename, reorder and compute columns. */
final class Tangled implements Subject {

    private final RandomValues values;
    private final Random random;
    private final Columns stream;
    private final Columns table;
    private final List<Columns> all;
    private final TangledQuery queries;
    private int rowsOfTable;

    Tangled(long seed, Random random) {
        this.random = random;
        this.values = new RandomValues(random);
        this.stream = new Columns(
                "s" + seed,
                List.of(
                        new Column("a", Kind.INT),
                        new Column("b", Kind.INT),
                        new Column("x", Kind.TEXT),
                        new Column("d", Kind.DATE),
                        new Column("m", Kind.DECIMAL),
                        new Column("f", Kind.TRUTH),
                        new Column("z", Kind.TIME)));
        this.table = new Columns(
                "t" + seed,
                List.of(
                        new Column("k", Kind.INT),
                        new Column("a", Kind.INT),
                        new Column("y", Kind.TEXT),
                        new Column("n", Kind.DECIMAL),
                        new Column("f", Kind.TRUTH)));
        Columns renamed = new Columns(
                "v" + seed,
                List.of(
                        new Column("x", Kind.INT),
                        new Column("d", Kind.TEXT),
                        new Column("a", Kind.DECIMAL),
                        new Column("b", Kind.INT),
                        new Column("m", Kind.DATE)));
        Columns counted = new Columns(
                "w" + seed,
                List.of(
                        new Column("y", Kind.INT),
                        new Column("k", Kind.TEXT),
                        new Column("n", Kind.TIME),
                        new Column("a", Kind.INT)));
        Columns both = new Columns("u" + seed, List.of(new Column("b", Kind.INT), new Column("a", Kind.INT)));
        this.all = List.of(stream, table, renamed, counted, both);
        this.queries = new TangledQuery(random, values, all);
    }

    @Override
    public List<String> definitions() {
        return List.of(
                "CREATE STREAM " + stream.name()
                        + " (a INT, b INT, x VARCHAR, d DATE, m DECIMAL(8, 2), f BOOLEAN, z TIMESTAMP)",
                "CREATE TABLE " + table.name()
                        + " (k INT PRIMARY KEY, a INT NOT NULL, y VARCHAR, n DECIMAL(6, 3), f BOOLEAN)",
                "CREATE VIEW " + all.get(2).name() + " AS SELECT b AS x, x AS d, m AS a, a + 1 AS b, d AS m FROM "
                        + stream.name(),
                "CREATE VIEW " + all.get(3).name()
                        + " AS SELECT COUNT(s.b) AS y, t.y AS k, MAX(s.z) AS n, t.k AS a FROM " + table.name()
                        + " t LEFT JOIN " + stream.name() + " s ON s.a = t.a GROUP BY t.k, t.y",
                "CREATE VIEW " + all.get(4).name() + " AS SELECT 7 AS b, x AS a FROM "
                        + all.get(2).name() + " UNION SELECT a, k FROM " + table.name() + " WHERE f");
    }

    @Override
    public String query() {
        return queries.next();
    }

    @Override
    public List<String> batch() {
        List<String> inserts = new ArrayList<>();
        inserts.add(values.insert(stream));
        if (values.chance(75)) {
            String rest = values.row(table.columns().subList(2, table.columns().size()));
            inserts.add("INSERT INTO " + table.name() + " VALUES (" + rowsOfTable++ + ", " + random.nextInt(3) + ", "
                    + rest.substring(1));
        }
        return inserts;
    }

    @Override
    public List<String> changes() {
        if (values.chance(60)) {
            return List.of();
        }
        String where = " WHERE " + values.condition(table.columns(), 1);
        return List.of(
                values.chance(25)
                        ? "DELETE FROM " + table.name() + where
                        : "UPDATE " + table.name() + " SET f = NOT f, y = " + values.literal(Kind.TEXT) + where);
    }
}
