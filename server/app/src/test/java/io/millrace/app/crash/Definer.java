package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Creates, replaces and drops views while all others work. */
final class Definer extends Client {

    private static final int MOST = 6;

    /** Views that are there for sure, with their queries. */
    private final Map<String, String> known = new TreeMap<>();
    /** The view whose statement has an unknown outcome, and what its query is then; empty when it is gone then. */
    private String asked;

    private Optional<String> then = Optional.empty();

    Definer(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        String name = "extra" + random().nextInt(MOST);
        boolean drop = known.containsKey(name) && random().nextBoolean();
        asked = name;
        then = drop ? Optional.empty() : Optional.of(query());
        try (Statement statement = connection.createStatement()) {
            statement.execute(then.map(query -> "CREATE OR REPLACE MATERIALIZED VIEW " + name + " AS " + query)
                    .orElse("DROP MATERIALIZED VIEW " + name));
        }
        then.ifPresentOrElse(query -> known.put(name, query), () -> known.remove(name));
        asked = null;
        Thread.sleep(random().nextInt(500));
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
        Map<String, String> after = new TreeMap<>(known);
        if (asked != null) {
            then.ifPresentOrElse(query -> after.put(asked, query), () -> after.remove(asked));
        }
        if (!stored.equals(known) && !stored.equals(after)) {
            wrong.add("views are " + stored + ", but should be " + known + " or " + after);
        }
        known.clear();
        known.putAll(stored);
        asked = null;
        return wrong;
    }

    /** The view that may have been made, replaced or dropped or not. */
    Optional<String> asked() {
        return Optional.ofNullable(asked);
    }

    /** Views that are there for sure, with their queries. */
    Map<String, String> views() {
        return known;
    }
}
