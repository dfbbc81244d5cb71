package io.millrace.sql.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which known words a misspelt one may be meant for. */
public final class NearestWord {
    private static final int SHORT = 4;

    private NearestWord() {}

    /** The words within one slip, or two if the word is long, the nearest first; case counts. */
    public static List<String> among(Collection<String> known, String word) {
        int tolerance = word.length() <= SHORT ? 1 : 2;
        return known.stream()
                .filter(candidate -> word.length() > 1 && candidate.length() > 1)
                .filter(candidate -> distance(word, candidate) <= tolerance)
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .toList();
    }

    /** Insertions, deletions, substitutions and swaps of neighbours from one word to the other. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        int substituted = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(substituted, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
