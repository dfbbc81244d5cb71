package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParser;
import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts what the grammar would have accepted into few words, or into none when there is too much of it. */
final class Expectation implements GeneratedSqlParserConstants {
    private static final int MOST = 5;

    private Expectation() {}

    /** What to write after {@code previous}, given the kinds of token that would be accepted. */
    static Optional<String> describe(Set<Integer> expected, Token previous) {
        if (previous.kind == FROM || previous.kind == JOIN) {
            return Optional.of("the name of a relation or a query in parentheses");
        }
        if (previous.kind == CREATE || previous.kind == DROP || previous.kind == ALTER) {
            return Optional.of("a kind of object, such as STREAM, TABLE or VIEW");
        }
        if (WordSets.OPERAND_STARTS.contains(previous.kind) && expected.contains(CASE)) {
            return Optional.of("an expression");
        }
        if (expected.contains(SELECT)) {
            return Optional.of("a query");
        }
        if (previous.kind == EQ && expected.contains(QUOTED_STRING)) {
            return Optional.of("a value");
        }
        if (expected.contains(IDENTIFIER)) {
            return expected.contains(UNSIGNED_INTEGER_LITERAL) || expected.contains(LPAREN)
                    ? Optional.empty()
                    : Optional.of("a name");
        }
        return fewWords(expected);
    }

    private static Optional<String> fewWords(Set<Integer> expected) {
        List<String> words = expected.stream()
                .map(Expectation::image)
                .filter(image -> !image.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (words.isEmpty() || words.size() > MOST) {
            return Optional.empty();
        }
        String last = words.get(words.size() - 1);
        return Optional.of(
                words.size() == 1 ? last : String.join(", ", words.subList(0, words.size() - 1)) + " or " + last);
    }

    /** Whether the word cannot be a name without quotes. */
    static boolean isReserved(Token word) {
        Token end = Tokens.copy(word, EOF, "");
        try {
            GrammarRun.run(List.of(word, end), GeneratedSqlParser::SimpleIdentifier);
            return false;
        } catch (Rejection | SqlSyntaxException e) {
            return true;
        }
    }

    private static String image(int kind) {
        return switch (kind) {
            case DOT, DECIMAL -> "";
            case EOF -> "the end of the statement";
            case QUOTED_STRING -> "a string in single quotes";
            case UNSIGNED_INTEGER_LITERAL, DECIMAL_NUMERIC_LITERAL, APPROX_NUMERIC_LITERAL -> "a number";
            case HOOK -> "a parameter";
            default -> tokenImage[kind].startsWith("\"") ? tokenImage[kind] : "";
        };
    }
}
