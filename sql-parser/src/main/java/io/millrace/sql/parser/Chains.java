package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Puts parentheses into long chains of AND and of OR, so that what the grammar makes of thousands of terms is a wide tree and not a
 * deep one. Which terms belong together does not change, nor the order in which they stand.
 */
final class Chains implements GeneratedSqlParserConstants {

    private static final int LONG = 100;
    private static final int WIDTH = 16;

    private static final TokenSet CLAUSES = TokenSet.words("""
            , SELECT FROM WHERE GROUP HAVING ORDER BY QUALIFY WINDOW LIMIT OFFSET FETCH UNION
            EXCEPT INTERSECT MINUS ON USING JOIN INNER CROSS NATURAL FULL WHEN THEN ELSE AS
            VALUES WITH PARTITION ROWS RANGE SET DEFINE PATTERN MEASURES EMIT AFTER SUBSET OVER
            FILTER WITHIN ASC DESC NULLS INTO ALL""");

    private final List<Token> tokens;
    private final int[] opening;
    private final int[] closing;
    private final Deque<Level> levels = new ArrayDeque<>();

    private Chains(List<Token> tokens) {
        this.tokens = tokens;
        this.opening = new int[tokens.size()];
        this.closing = new int[tokens.size()];
    }

    /** What stands between the same two parentheses: the operators of the chains that are not over yet. */
    private static final class Level {
        private final List<Integer> ors = new ArrayList<>();
        private final List<Integer> ands = new ArrayList<>();
        private final boolean isCase;
        private int betweens;

        Level(boolean isCase) {
            this.isCase = isCase;
        }
    }

    static List<Token> resolve(List<Token> tokens) {
        long operators = tokens.stream()
                .filter(token -> token.kind == AND || token.kind == OR)
                .count();
        return operators < LONG ? tokens : new Chains(tokens).grouped();
    }

    private List<Token> grouped() {
        levels.push(new Level(false));
        for (int i = 0; i < tokens.size(); i++) {
            read(i);
        }
        levels.forEach(this::end);
        List<Token> all = new ArrayList<>(tokens.size() + tokens.size() / WIDTH);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            for (int k = 0; k < opening[i]; k++) {
                all.add(Tokens.copy(token, LPAREN, "("));
            }
            all.add(token);
            for (int k = 0; k < closing[i]; k++) {
                all.add(Tokens.copy(token, RPAREN, ")"));
            }
        }
        return all;
    }

    private void read(int index) {
        Level level = levels.element();
        switch (tokens.get(index).kind) {
            case LPAREN, LBRACKET, LBRACE -> levels.push(new Level(false));
            case CASE -> levels.push(new Level(true));
            case RPAREN, RBRACKET, RBRACE -> leave();
            case END -> {
                if (level.isCase) {
                    leave();
                }
            }
            case BETWEEN -> level.betweens++;
            case AND -> {
                if (level.betweens > 0) {
                    level.betweens--;
                } else {
                    level.ands.add(index);
                }
            }
            case OR -> {
                end(level.ands);
                level.betweens = 0;
                level.ors.add(index);
            }
            default -> {
                if (beginsClause(index)) {
                    end(level);
                }
            }
        }
    }

    private boolean beginsClause(int index) {
        int kind = tokens.get(index).kind;
        int next = index + 1 < tokens.size() ? tokens.get(index + 1).kind : EOF;
        if (kind == LEFT || kind == RIGHT) {
            return next != LPAREN;
        }
        boolean distinctFrom = kind == FROM && index > 0 && tokens.get(index - 1).kind == DISTINCT;
        return CLAUSES.contains(kind) && !distinctFrom;
    }

    private void leave() {
        if (levels.size() > 1) {
            end(levels.pop());
        }
    }

    private void end(Level level) {
        end(level.ands);
        end(level.ors);
        level.betweens = 0;
    }

    /** Groups the terms that stand between two of the operators; the first and the last of the chain stay outside. */
    private void end(List<Integer> operators) {
        if (operators.size() >= LONG) {
            group(operators, 0, operators.size() - 1);
        }
        operators.clear();
    }

    /** @param from the operator before the first term, {@code to} the one behind the last */
    private void group(List<Integer> operators, int from, int to) {
        int terms = to - from;
        if (terms <= WIDTH) {
            return;
        }
        int size = (terms + WIDTH - 1) / WIDTH;
        for (int first = from; first < to; first += size) {
            int end = Math.min(to, first + size);
            if (end - first > 1) {
                opening[operators.get(first) + 1]++;
                closing[operators.get(end) - 1]++;
                group(operators, first, end);
            }
        }
    }
}
