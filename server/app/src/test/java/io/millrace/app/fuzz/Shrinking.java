package io.millrace.app.fuzz;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Leaves out what a wrong answer does not need: INSERTs, as long as the answer stays wrong without them. */
final class Shrinking {

    /** Says whether a query over rows, under relations with other names, is still answered wrong. */
    interface Wrong {
        boolean isWrong(List<String> script, String query) throws SQLException;
    }

    private Shrinking() {}

    /** The statements that are needed, under their own names. */
    static List<String> shrunk(List<String> script, String query, long seed, Wrong wrong) {
        List<String> needed = new ArrayList<>(script);
        for (int i = needed.size() - 1; i >= 0; i--) {
            if (needed.get(i).startsWith("INSERT")) {
                List<String> fewer = new ArrayList<>(needed);
                fewer.remove(i);
                String suffix = seed + "_" + System.nanoTime();
                try {
                    if (wrong.isWrong(
                            fewer.stream()
                                    .map(sql -> renamed(sql, seed, suffix))
                                    .toList(),
                            renamed(query, seed, suffix))) {
                        needed = fewer;
                    }
                } catch (SQLException e) {
                    // the statement is needed
                }
            }
        }
        return needed;
    }

    private static String renamed(String sql, long seed, String suffix) {
        return sql.replaceAll("\\b([a-z])" + seed + "\\b", "$1" + suffix);
    }
}
