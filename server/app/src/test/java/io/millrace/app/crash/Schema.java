package io.millrace.app.crash;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the server that is killed has to do. */
final class Schema {

    static final int KEYS = 10;

    /** Inputs, and a stream whose rows are often late. */
    static final String INPUTS = """
            CREATE STREAM events (id BIGINT NOT NULL, k INT NOT NULL, v BIGINT NOT NULL, ts TIMESTAMP(3),
              WATERMARK FOR ts AS ts - INTERVAL '2' HOUR);
            CREATE TABLE accounts (k INT PRIMARY KEY, balance BIGINT NOT NULL, since TIMESTAMP(3),
              WATERMARK FOR since AS since);
            CREATE TABLE counters (k INT PRIMARY KEY, n BIGINT NOT NULL);
            CREATE TABLE notes (id BIGINT PRIMARY KEY, k INT NOT NULL, amount BIGINT NOT NULL);
            INSERT INTO counters VALUES (-1, 0);
            CREATE STREAM ticks (n BIGINT NOT NULL, k INT NOT NULL, v INT NOT NULL,
              ts AS TIMESTAMPADD(SECOND, CAST(n AS INT), TIMESTAMP '2024-01-01 00:00:00'), WATERMARK FOR ts AS ts)
            WITH (connector = 'generator', rate = 500, fields.n.kind = 'sequence', fields.k.min = 0, fields.k.max = 3,
              fields.v.min = 0, fields.v.max = 50);
            CREATE STREAM lines (n BIGINT NOT NULL, k INT NOT NULL)
            WITH (connector = 'files', path = 'lines.jsonl', format = 'json', follow = true, poll.interval = '50 ms');
            CREATE STREAM replayed (n BIGINT NOT NULL, k INT NOT NULL)
            WITH (connector = 'files', path = 'old.jsonl', format = 'json', rate = 200);
            CREATE STREAM punctual (WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) AS
            SELECT STREAM id, k, v, ts FROM events WHERE MOD(v, 2) = 0;
            """;

    private static final String THREES = """
            SELECT k, first_n, last_n, total FROM ticks MATCH_RECOGNIZE (
              PARTITION BY k ORDER BY ts
              MEASURES A.n AS first_n, C.n AS last_n, A.v + B.v + C.v AS total
              ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
              PATTERN (A B C) WITHIN INTERVAL '1' HOUR DEFINE B AS B.v > A.v, C AS C.v > B.v)""";

    /** Views with their queries. */
    static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("by_key", "SELECT k, COUNT(*) AS n, SUM(v) AS total, MAX(id) AS newest FROM events GROUP BY k");
        views.put("busy", "SELECT COUNT(*) AS keys_, SUM(n) AS n, MAX(total) AS most FROM by_key WHERE n > 10");
        views.put(
                "by_second",
                "SELECT window_start, k, COUNT(*) AS n, SUM(v) AS total"
                        + " FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                        + " GROUP BY window_start, window_end, k");
        views.put(
                "stays",
                "SELECT k, window_start, window_end, COUNT(*) AS n"
                        + " FROM TABLE(SESSION(TABLE events PARTITION BY k, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                        + " GROUP BY k, window_start, window_end");
        views.put(
                "rich",
                "SELECT e.k, COUNT(*) AS n, SUM(e.v * a.balance) AS worth"
                        + " FROM events AS e JOIN accounts AS a ON e.k = a.k GROUP BY e.k");
        views.put("latest", "SELECT a.k, a.balance, b.n FROM accounts AS a LEFT JOIN by_key AS b ON a.k = b.k");
        views.put(
                "best",
                "SELECT k, id, v FROM events QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY v DESC, id) <= 3");
        views.put("best_sums", "SELECT k, COUNT(*) AS n, SUM(v) AS v FROM best GROUP BY k");
        views.put("high", "SELECT k, n FROM counters WHERE n > 3");
        views.put("counter_sum", "SELECT COUNT(*) AS counters, SUM(n) AS n FROM counters");
        views.put(
                "noted",
                "SELECT c.k, c.n, COUNT(*) AS notes, SUM(t.amount) AS amount"
                        + " FROM counters AS c JOIN notes AS t ON c.k = t.k GROUP BY c.k, c.n");
        views.put("shares", "SELECT id, 100 / (v - 7) AS share FROM events WHERE v < 20");
        views.put("tick_totals", "SELECT k, COUNT(*) AS n, SUM(n) AS total, SUM(v) AS values_ FROM ticks GROUP BY k");
        views.put("line_totals", "SELECT COUNT(*) AS n, SUM(n) AS total, COUNT(DISTINCT n) AS different FROM lines");
        views.put(
                "line_keys",
                "SELECT l.k, COUNT(*) AS n, MAX(a.balance) AS balance"
                        + " FROM lines AS l LEFT JOIN accounts AS a ON l.k = a.k GROUP BY l.k");
        views.put("replayed_total", "SELECT COUNT(*) AS n, SUM(n) AS total FROM replayed");
        views.put("replayed_keys", "SELECT k, COUNT(*) AS n, MAX(n) AS newest FROM replayed GROUP BY k");
        views.put("threes", THREES);
        views.put(
                "punctual_seconds",
                "SELECT window_start, COUNT(*) AS n, SUM(v) AS total"
                        + " FROM TABLE(TUMBLE(TABLE punctual, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                        + " GROUP BY window_start, window_end");
        views.put("punctual_keys", "SELECT k, COUNT(*) AS n, SUM(v) AS total FROM punctual GROUP BY k");
        return views;
    }

    /** Counts that must be 0, whatever is running: views against their queries, and what follows from how they are made. */
    static Map<String, String> checks(Map<String, String> more) {
        Map<String, String> checks = new LinkedHashMap<>();
        Map<String, String> views = views();
        views.remove("shares"); // asked for by itself its query fails for the first row that cannot be divided
        views.remove("threes"); // which decides less while rows still come
        views.remove("punctual_seconds"); // which lacks rows that were late
        views.putAll(more);
        views.forEach(
                (view, query) -> checks.put(view + " against its query", difference("SELECT * FROM " + view, query)));
        String settled = " WHERE last_n < (SELECT MAX(n) FROM ticks) - 50";
        checks.put(
                "threes",
                difference("SELECT * FROM threes" + settled, "SELECT * FROM (" + THREES + ") AS found" + settled));
        checks.put(
                "late rows",
                "SELECT (SELECT COALESCE(SUM(n), 0) FROM punctual_seconds) + (SELECT COUNT(*) FROM punctual_seconds$late)"
                        + " - (SELECT COUNT(*) FROM events WHERE MOD(v, 2) = 0)");
        checks.put(
                "rows that cannot be divided",
                "SELECT (SELECT COUNT(*) FROM shares$errors) - (SELECT COUNT(*) FROM events WHERE v = 7)");
        checks.put(
                "shares",
                difference(
                        "SELECT * FROM shares",
                        "SELECT id, CASE WHEN v = 7 THEN 0 ELSE 100 / (v - 7) END AS share FROM events WHERE v < 20 AND v <> 7"));
        checks.put(
                "ticks in a row",
                "SELECT COUNT(*) - COUNT(DISTINCT n) + ABS(COUNT(*) - 1 - MAX(n) + MIN(n)) FROM ticks");
        checks.put("lines in a row", "SELECT n - different + ABS(total - n * (n - 1) / 2) FROM line_totals");
        return checks;
    }

    /** How many rows are in one only, and by how many one has more copies. */
    private static String difference(String view, String query) {
        String one = "SELECT * FROM (" + view + ") AS v";
        String other = "SELECT * FROM (" + query + ") AS q";
        return "SELECT (SELECT COUNT(*) FROM (" + one + " EXCEPT " + other + ") AS more)"
                + " + (SELECT COUNT(*) FROM (" + other + " EXCEPT " + one + ") AS fewer)"
                + " + ABS((SELECT COUNT(*) FROM (" + one + ") AS these) - (SELECT COUNT(*) FROM (" + other
                + ") AS those))";
    }

    private Schema() {}
}
