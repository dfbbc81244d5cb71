package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Creates, replaces and drops views, some of them together, while all others work. */
final class Definer extends Client {

    private static final int MOST = 6;

    /** Views that are there for sure, with their queries. */
    private final Map<String, String> known = new TreeMap<>();
    /** What there is when a statement of unknown outcome was carried out; null when there is none. */
    private Map<String, String> then;

    Definer(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        then = new TreeMap<>(known);
        String sql = random().nextInt(3) == 0 ? transaction() : statement();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        known.clear();
        known.putAll(then);
        then = null;
        Thread.sleep(random().nextInt(500));
    }

    private String statement() {
        String name = "extra" + random().nextInt(MOST);
        return known.containsKey(name) && random().nextBoolean() ? drop(name) : create("OR REPLACE ", name);
    }

    /** Several views come and go together. */
    private String transaction() {
        List<String> statements = new ArrayList<>(List.of("BEGIN"));
        for (int view = 0; view < MOST; view++) {
            String name = "extra" + view;
            if (random().nextBoolean()) {
                statements.add(known.containsKey(name) ? drop(name) : create("", name));
            }
        }
        statements.add("COMMIT");
        return String.join("; ", statements);
    }

    private String drop(String name) {
        then.remove(name);
        return "DROP MATERIALIZED VIEW " + name;
    }

    private String create(String mode, String name) {
        String query = query();
        then.put(name, query);
        return "CREATE " + mode + "MATERIALIZED VIEW " + name + " AS " + query;
    }

    private String query() {
        String condition = "MOD(v, 5) = " + random().nextInt(5);
        String[] queries = {
            "SELECT k, COUNT(*) AS n, SUM(v) AS total FROM events WHERE " + condition + " GROUP BY k",
            "SELECT k, MAX(id) AS newest FROM events WHERE " + condition + " GROUP BY k",
            "SELECT COUNT(*) AS n, MIN(v) AS least FROM ticks WHERE " + condition,
            "SELECT k, n + " + random().nextInt(9) + " AS m FROM by_key",
            "SELECT e.k, SUM(a.balance) AS total FROM events AS e JOIN accounts AS a ON e.k = a.k WHERE " + condition
                    + " GROUP BY e.k"
        };
        return queries[random().nextInt(queries.length)];
    }

    /** Compares with the views that are there, with their queries, and takes these from now on. */
    List<String> settle(Map<String, String> stored) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> after = then == null ? known : then;
        if (!stored.equals(known) && !stored.equals(after)) {
            wrong.add("views are " + stored + ", but should be " + known + " or " + after);
        }
        known.clear();
        known.putAll(stored);
        then = null;
        return wrong;
    }

    /** Whether a view is there for sure, and with which query. */
    boolean isCertain(String name) {
        return known.containsKey(name) && (then == null || known.get(name).equals(then.get(name)));
    }

    /** Views that are there for sure, with their queries. */
    Map<String, String> views() {
        return known;
    }
}
