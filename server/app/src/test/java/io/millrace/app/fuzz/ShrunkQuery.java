package io.millrace.app.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves out what a query does not need to be answered wrong: parts in which parentheses are balanced, the longest first. */
final class ShrunkQuery {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|[\\w.]+|<>|<=|>=|\\|\\||\\S");

    private final Predicate<String> wrong;
    private final long end = System.nanoTime() + LONGEST.toNanos();
    private List<String> tokens;

    private ShrunkQuery(String query, Predicate<String> wrong) {
        this.wrong = wrong;
        this.tokens = tokens(query);
    }

    /** The rest of a query that a condition holds for. */
    static String of(String query, Predicate<String> wrong) {
        ShrunkQuery shrunk = new ShrunkQuery(query, wrong);
        return wrong.test(text(shrunk.tokens)) ? shrunk.shrink() : query;
    }

    private static List<String> tokens(String query) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(query);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private static String text(List<String> tokens) {
        return String.join(" ", tokens);
    }

    private String shrink() {
        int before;
        do {
            before = tokens.size();
            replaceGroups();
            for (int length = tokens.size() / 2; length > 0; length = length > 12 ? length * 3 / 4 : length - 1) {
                removeParts(length);
            }
        } while (tokens.size() < before && System.nanoTime() < end);
        return text(tokens);
    }

    /** Constants instead of what stands in parentheses, or what stands in them without them. */
    private void replaceGroups() {
        for (int from = 0; from < tokens.size(); from++) {
            if (tokens.get(from).equals("(")) {
                int to = closing(from);
                boolean shorter = to - from > 3
                        && (replaced(from, to + 1, List.of("1"))
                                || replaced(from, to + 1, List.of("TRUE"))
                                || replaced(from, to + 1, List.of("NULL")));
                if (!shorter) {
                    replaced(from, to + 1, List.copyOf(tokens.subList(from + 1, to)));
                }
            }
        }
    }

    private int closing(int opening) {
        int depth = 0;
        for (int at = opening; at < tokens.size(); at++) {
            depth += depth(tokens.get(at));
            if (depth == 0) {
                return at;
            }
        }
        return tokens.size() - 1;
    }

    private static int depth(String token) {
        return token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
    }

    private void removeParts(int length) {
        for (int from = 0; from + length <= tokens.size(); from++) {
            if (isBalanced(tokens.subList(from, from + length))) {
                replaced(from, from + length, List.of());
            }
        }
    }

    private static boolean isBalanced(List<String> part) {
        int depth = 0;
        for (String token : part) {
            depth += depth(token);
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    private boolean replaced(int from, int to, List<String> by) {
        if (System.nanoTime() > end) {
            return false;
        }
        List<String> fewer = new ArrayList<>(tokens.subList(0, from));
        fewer.addAll(by);
        fewer.addAll(tokens.subList(to, tokens.size()));
        boolean shorter = isDecided(fewer) && wrong.test(text(fewer));
        if (shorter) {
            tokens = fewer;
        }
        return shorter;
    }

    /** Whether what a LIMIT takes is still said: orders stay as they are. */
    private boolean isDecided(List<String> fewer) {
        return orders(fewer).equals(orders(tokens)) || !fewer.contains("LIMIT") && !fewer.contains("OFFSET");
    }

    private static List<String> orders(List<String> tokens) {
        List<String> orders = new ArrayList<>();
        boolean in = false;
        for (String token : tokens) {
            in = token.equals("ORDER") || in && !token.equals(")") && !token.equals("LIMIT");
            if (in || token.equals("LIMIT")) {
                orders.add(token);
            }
        }
        return orders;
    }
}
