package io.millrace.sqllogictest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of the queries of a script. */
final class Tally {

    private final Map<String, Integer> refused = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int right;
    private boolean asked;

    void ask() {
        asked = true;
    }

    /** Whether the script has any query. */
    boolean asked() {
        return asked;
    }

    void right() {
        right++;
    }

    void wrong(String query, String why) {
        wrong.add(query.strip() + "\n  " + why);
    }

    void refused(String sqlState, String message) {
        refused.merge(
                sqlState + " "
                        + message.lines().findFirst().orElse("").replaceAll("line \\d+:\\d+: |\"[^\"]*\"|\\d+", ""),
                1,
                Integer::sum);
    }

    int answers() {
        return right + wrong.size();
    }

    List<String> wrong() {
        return wrong;
    }

    @Override
    public String toString() {
        return right + " right, " + wrong.size() + " wrong, refused: " + refused;
    }
}
