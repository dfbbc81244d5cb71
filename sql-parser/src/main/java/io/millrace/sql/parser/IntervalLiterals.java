package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites intervals that other systems accept to the standard's: {@code '1 minute'}, {@code '90' MILLISECONDS}, and
 * numbers that are longer than the standard's default of two digits.
 */
final class IntervalLiterals implements GeneratedSqlParserConstants {
    private IntervalLiterals() {}

    static List<Token> resolve(List<Token> tokens) {
        if (tokens.stream().noneMatch(token -> token.kind == INTERVAL)) {
            return tokens;
        }
        List<Token> resolved = new ArrayList<>(tokens.size() + 8);
        for (int i = 0; i < tokens.size(); i++) {
            resolved.add(tokens.get(i));
            if (tokens.get(i).kind == INTERVAL) {
                int text = kind(tokens, i + 1) == MINUS || kind(tokens, i + 1) == PLUS ? i + 2 : i + 1;
                if (kind(tokens, text) == QUOTED_STRING) {
                    resolved.addAll(tokens.subList(i + 1, text));
                    i = rewrite(tokens, text, resolved);
                }
            }
        }
        return resolved;
    }

    /** Adds what stands for the interval whose string is at {@code text}; returns the index of its last token. */
    private static int rewrite(List<Token> tokens, int text, List<Token> resolved) {
        Token string = tokens.get(text);
        String value = string.image.substring(1, string.image.length() - 1);
        int unit = kind(tokens, text + 1);
        if (WordSets.UNITS.contains(unit)) {
            resolved.add(string);
            resolved.add(tokens.get(text + 1));
            int digits = IntervalText.leadingDigits(value);
            int after = kind(tokens, text + 2);
            if (digits > 2 && after != LPAREN && after != TO) {
                addPrecision(string, digits, resolved);
            }
            return text + 1;
        }
        Token next = tokens.get(Math.min(text + 1, tokens.size() - 1));
        boolean fraction = Tokens.isWord(next) && IntervalText.isFractionOfSecond(next.image);
        IntervalText interval = IntervalText.parse(fraction ? value + " " + next.image : value)
                .orElseThrow(
                        () -> new SqlSyntaxException(
                                Tokens.position(string),
                                "\"" + value
                                        + "\" is not an interval; write for example INTERVAL '5' MINUTE or INTERVAL '5 minutes'"));
        addStandard(string, interval, resolved);
        return fraction ? text + 1 : text;
    }

    private static void addStandard(Token place, IntervalText interval, List<Token> resolved) {
        resolved.add(Tokens.copy(place, QUOTED_STRING, "'" + interval.value() + "'"));
        resolved.add(Tokens.copy(place, interval.firstUnit(), "UNIT"));
        int digits = IntervalText.leadingDigits(interval.value());
        if (digits > 2) {
            addPrecision(place, digits, resolved);
        }
        if (interval.lastUnit() != interval.firstUnit()) {
            resolved.add(Tokens.copy(place, TO, "TO"));
            resolved.add(Tokens.copy(place, interval.lastUnit(), "UNIT"));
        }
    }

    private static void addPrecision(Token place, int digits, List<Token> resolved) {
        resolved.add(Tokens.copy(place, LPAREN, "("));
        resolved.add(Tokens.copy(place, UNSIGNED_INTEGER_LITERAL, Integer.toString(digits)));
        resolved.add(Tokens.copy(place, RPAREN, ")"));
    }

    private static int kind(List<Token> tokens, int i) {
        return i < tokens.size() ? tokens.get(i).kind : EOF;
    }
}
