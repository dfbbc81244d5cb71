package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import io.millrace.sql.tree.query.WindowMarks;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Rewrites what the standard has of windows and the grammar has not: frames of GROUPS, and NTH_VALUE(…) FROM FIRST or FROM LAST. */
final class WindowSyntax implements GeneratedSqlParserConstants {

    private final List<Token> tokens;
    private final List<Token> resolved;

    private WindowSyntax(List<Token> tokens) {
        this.tokens = tokens;
        this.resolved = new ArrayList<>(tokens.size());
    }

    static List<Token> resolve(List<Token> tokens) {
        boolean none = tokens.stream().noneMatch(token -> token.kind == GROUPS || token.kind == NTH_VALUE);
        return none ? tokens : new WindowSyntax(tokens).resolve();
    }

    private List<Token> resolve() {
        for (int i = 0; i < tokens.size(); i++) {
            if (kind(i) == GROUPS && frameEnd(i) > 0) {
                i = frame(i, frameEnd(i));
            } else if (kind(i) == FROM && countsFrom(i)) {
                fromEnd(i);
                i++;
            } else {
                resolved.add(tokens.get(i));
            }
        }
        return resolved;
    }

    private int kind(int i) {
        return i < 0 || i >= tokens.size() ? EOF : tokens.get(i).kind;
    }

    /** The index behind the frame that begins with GROUPS; 0 when none does. */
    private int frameEnd(int i) {
        if (WordSets.OPERAND_STARTS.contains(kind(i - 1)) && kind(i - 1) != LPAREN) {
            return 0; // a column
        }
        if (kind(i + 1) != BETWEEN) {
            return isBound(i + 1) ? i + 3 : 0;
        }
        return isBound(i + 2) && kind(i + 4) == AND && isBound(i + 5) ? i + 7 : 0;
    }

    private boolean isBound(int i) {
        if (kind(i) == CURRENT) {
            return kind(i + 1) == ROW;
        }
        return (kind(i) == UNBOUNDED || kind(i) == UNSIGNED_INTEGER_LITERAL)
                && (kind(i + 1) == PRECEDING || kind(i + 1) == FOLLOWING);
    }

    /** Without numbers groups are what RANGE counts. */
    private int frame(int from, int end) {
        List<Token> bounds = tokens.subList(from + 1, end);
        boolean numbers = bounds.stream().anyMatch(token -> token.kind == UNSIGNED_INTEGER_LITERAL);
        Token word = tokens.get(from);
        resolved.add(numbers ? Tokens.copy(word, ROWS, "ROWS") : Tokens.copy(word, RANGE, "RANGE"));
        for (Token token : bounds) {
            resolved.add(token.kind == UNSIGNED_INTEGER_LITERAL ? marked(token) : token);
        }
        return end - 1;
    }

    private static Token marked(Token token) {
        BigInteger number = new BigInteger(token.image).min(BigInteger.valueOf(Long.MAX_VALUE));
        return Tokens.copy(token, UNSIGNED_INTEGER_LITERAL, Long.toString(WindowMarks.marked(number.longValueExact())));
    }

    /** Whether a FROM says from which end NTH_VALUE counts. */
    private boolean countsFrom(int i) {
        boolean end = kind(i + 1) == LAST || kind(i + 1) == FIRST;
        boolean behind =
                kind(i + 2) == OVER || ((kind(i + 2) == IGNORE || kind(i + 2) == RESPECT) && kind(i + 3) == NULLS);
        return end && behind && kind(i - 1) == RPAREN && isCallOfNth(i - 1);
    }

    private boolean isCallOfNth(int closing) {
        int open = 0;
        for (int i = closing; i > 0; i--) {
            open += kind(i) == RPAREN ? 1 : 0;
            if (kind(i) == LPAREN && --open == 0) {
                return kind(i - 1) == NTH_VALUE;
            }
        }
        return false;
    }

    private void fromEnd(int i) {
        if (kind(i + 1) == FIRST) {
            return;
        }
        int number = resolved.size() - 2;
        if (kind(i - 2) != UNSIGNED_INTEGER_LITERAL) {
            throw new SqlSyntaxException(
                    Tokens.position(tokens.get(i)),
                    "FROM LAST counts by a whole number; write NTH_VALUE(x, 2) FROM LAST");
        }
        resolved.set(number, marked(resolved.get(number)));
    }
}
