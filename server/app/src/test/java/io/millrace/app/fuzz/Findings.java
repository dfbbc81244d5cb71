package io.millrace.app.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What many random queries brought to light: wrong answers, and how often what was refused. */
final class Findings {

    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int duckWrong;

    void wrong(String report) {
        System.out.println(report);
        wrong.add(report);
    }

    List<String> wrong() {
        return wrong;
    }

    /** Whether an error says that the dialect has no such query; what planning breaks on does not count as that. */
    boolean refused(SQLException error, String query) {
        String message = String.valueOf(error.getMessage());
        boolean limited = "54000".equals(error.getSQLState());
        boolean known =
                limited || "0A000".equals(error.getSQLState()) && !message.contains("The server's log has the details");
        if (known) {
            String reason = message.replaceAll("line \\d+:\\d+: |\\d+", "");
            if (refused.merge(reason, 1, Integer::sum) == 1) {
                System.out.println("refused: " + reason + ": " + query);
            }
        }
        return known;
    }

    void refusedByDuck(SQLException error) {
        refusedBy("DuckDB", error);
    }

    void refusedByArbiter(SQLException error) {
        refusedBy("PostgreSQL", error);
    }

    private void refusedBy(String database, SQLException error) {
        String first = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        refused.merge(database + ": " + first, 1, Integer::sum);
    }

    /** Counts an answer of Millrace that PostgreSQL gives, too. */
    void duckWrong() {
        duckWrong++;
    }

    /** The seeds, how many answers there were, and what was refused how often. */
    String summary(long from, long to, int compared) {
        StringBuilder summary =
                new StringBuilder("seeds " + from + " to " + to + ": " + compared + " answers compared, "
                        + wrong.size() + " wrong; DuckDB wrong, PostgreSQL agrees: " + duckWrong + "; refused: "
                        + refused.values().stream().mapToInt(Integer::intValue).sum());
        refused.forEach((reason, times) ->
                summary.append("\n    ").append(times).append(" x ").append(reason));
        return summary.toString();
    }
}
