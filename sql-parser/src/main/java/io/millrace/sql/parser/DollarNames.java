package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes apart what the scanner holds for the name of a collation: {@code public.bids$late} is three tokens, not one.
 */
final class DollarNames implements GeneratedSqlParserConstants {
    private DollarNames() {}

    static List<Token> resolve(List<Token> tokens) {
        if (tokens.stream().noneMatch(token -> token.kind == COLLATION_ID)) {
            return tokens;
        }
        List<Token> resolved = new ArrayList<>(tokens.size() + 8);
        for (Token token : tokens) {
            boolean collation = !resolved.isEmpty() && resolved.get(resolved.size() - 1).kind == COLLATE;
            if (token.kind == COLLATION_ID && !collation) {
                split(token, resolved);
            } else {
                resolved.add(token);
            }
        }
        return resolved;
    }

    private static void split(Token token, List<Token> resolved) {
        String image = token.image;
        int start = 0;
        for (int i = 0; i < image.length(); i++) {
            int separator = separator(image.charAt(i));
            if (separator != EOF) {
                addWord(token, start, i, resolved);
                resolved.add(part(token, i, i + 1, separator));
                start = i + 1;
            }
        }
        addWord(token, start, image.length(), resolved);
    }

    private static void addWord(Token token, int start, int end, List<Token> resolved) {
        if (start < end) {
            boolean number = token.image.substring(start, end).chars().allMatch(Character::isDigit);
            resolved.add(part(token, start, end, number ? UNSIGNED_INTEGER_LITERAL : IDENTIFIER));
        }
    }

    private static Token part(Token token, int start, int end, int kind) {
        Token part = Tokens.copy(token, kind, token.image.substring(start, end));
        part.beginColumn = token.beginColumn + start;
        part.endColumn = token.beginColumn + end - 1;
        return part;
    }

    private static int separator(char c) {
        return switch (c) {
            case '.' -> DOT;
            case '-' -> MINUS;
            case ':' -> COLON;
            default -> EOF;
        };
    }
}
