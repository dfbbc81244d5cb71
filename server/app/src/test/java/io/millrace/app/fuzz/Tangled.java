package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomValues.Column;
import io.millrace.app.fuzz.RandomValues.Kind;
import io.millrace.app.fuzz.TangledQuery.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Sub-queries of all kinds at any place, up to four levels deep, over a stream, a table, and views that rename, reorder and compute columns. */
final class Tangled implements Subject {

    private final RandomValues values;
    private final Random random;
    private final Rows stream;
    private final Rows table;
    private final List<Rows> all;
    private final TangledQuery queries;
    private int rowsOfTable;

    Tangled(long seed, Random random) {
        this.random = random;
        this.values = new RandomValues(random);
        this.stream = new Rows(
                "s" + seed,
                List.of(
                        new Column("a", Kind.INT),
                        new Column("b", Kind.INT),
                        new Column("x", Kind.TEXT),
                        new Column("d", Kind.DATE),
                        new Column("m", Kind.DECIMAL),
                        new Column("f", Kind.TRUTH),
                        new Column("z", Kind.TIME)));
        this.table = new Rows(
                "t" + seed,
                List.of(
                        new Column("k", Kind.INT),
                        new Column("a", Kind.INT),
                        new Column("y", Kind.TEXT),
                        new Column("n", Kind.DECIMAL),
                        new Column("f", Kind.TRUTH)));
        Rows renamed = new Rows(
                "v" + seed,
                List.of(
                        new Column("x", Kind.INT),
                        new Column("d", Kind.TEXT),
                        new Column("a", Kind.DECIMAL),
                        new Column("b", Kind.INT),
                        new Column("m", Kind.DATE)));
        Rows counted = new Rows(
                "w" + seed,
                List.of(
                        new Column("y", Kind.INT),
                        new Column("k", Kind.TEXT),
                        new Column("n", Kind.TIME),
                        new Column("a", Kind.INT)));
        Rows both = new Rows("u" + seed, List.of(new Column("b", Kind.INT), new Column("a", Kind.INT)));
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
        inserts.add("INSERT INTO " + stream.name() + " VALUES "
                + IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(row -> row(stream.columns()))
                        .collect(Collectors.joining(", ")));
        if (values.chance(75)) {
            String rest = row(table.columns().subList(2, table.columns().size()));
            inserts.add("INSERT INTO " + table.name() + " VALUES (" + rowsOfTable++ + ", " + random.nextInt(3) + ", "
                    + rest.substring(1));
        }
        return inserts;
    }

    private String row(List<Column> columns) {
        return columns.stream().map(column -> values.stored(column.kind())).collect(Collectors.joining(", ", "(", ")"));
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
