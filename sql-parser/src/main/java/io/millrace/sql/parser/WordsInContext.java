package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Turns keywords into names wherever the words around them leave no other reading, so that columns may be called
 * {@code date}, {@code end} or {@code offset}.
 *
 * <p>It only ever turns what the grammar would refuse as a keyword, so that no statement changes its meaning.
 */
final class WordsInContext implements GeneratedSqlParserConstants {
    private final List<Token> tokens;
    private final List<Token> resolved;
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private final Deque<Integer> typeBrackets = new ArrayDeque<>();
    private final boolean privileges;
    private boolean beforeQuery;

    /** What the innermost parentheses hold. */
    private enum Scope {
        PLAIN,
        SELECT_LIST,
        COLUMNS,
        CAST,
        CONVERT,
        OPTIONS
    }

    private WordsInContext(List<Token> tokens) {
        this.tokens = tokens;
        this.resolved = new ArrayList<>(tokens.size());
        this.privileges = tokens.get(0).kind == GRANT || tokens.get(0).kind == REVOKE;
        this.scopes.push(Scope.PLAIN);
    }

    static List<Token> resolve(List<Token> tokens) {
        return new WordsInContext(tokens).resolve();
    }

    private List<Token> resolve() {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (Tokens.isKeyword(token) && isName(i)) {
                resolved.add(Tokens.copy(token, IDENTIFIER, token.image));
            } else {
                resolved.add(token);
                follow(i);
            }
        }
        return resolved;
    }

    private int kind(int i) {
        return i < 0 || i >= tokens.size() ? EOF : tokens.get(i).kind;
    }

    /** Kind of a token already seen, after its resolution. */
    private int before(int i, int distance) {
        return i < distance ? EOF : resolved.get(i - distance).kind;
    }

    private void follow(int i) {
        switch (kind(i)) {
            case CREATE -> beforeQuery = scopes.size() == 1;
            case AS -> beforeQuery &= scopes.size() > 1;
            case SELECT -> enter(Scope.SELECT_LIST);
            case FROM -> {
                if (scopes.peek() == Scope.SELECT_LIST && before(i, 1) != DISTINCT) {
                    enter(Scope.PLAIN);
                }
            }
            case LPAREN -> scopes.push(scopeOf(i));
            case LBRACKET -> scopes.push(Scope.PLAIN);
            case RPAREN, RBRACKET -> {
                if (scopes.size() > 1) {
                    scopes.pop();
                }
            }
            case LT -> {
                int type = before(i, 1);
                if (type == ARRAY || type == MAP || type == ROW) {
                    typeBrackets.push(type);
                }
            }
            case GT -> typeBrackets.poll();
            default -> {}
        }
    }

    private void enter(Scope scope) {
        scopes.pop();
        scopes.push(scope);
    }

    private Scope scopeOf(int i) {
        int word = before(i, 1);
        if (WordSets.CASTS.contains(word)) {
            return Scope.CAST;
        }
        if (word == CONVERT) {
            return Scope.CONVERT;
        }
        if (word == WITH || (word == SET && kind(0) == ALTER)) {
            return Scope.OPTIONS;
        }
        boolean fields = word == ROW && scopes.peek() == Scope.COLUMNS && before(i, 2) == IDENTIFIER;
        return fields || (scopes.size() == 1 && beforeQuery) ? Scope.COLUMNS : Scope.PLAIN;
    }

    private boolean isName(int i) {
        int word = kind(i);
        int previous = before(i, 1);
        int next = kind(i + 1);
        if (previous == DOT || next == NAMED_ARGUMENT_ASSIGNMENT) {
            return true;
        }
        if (scopes.peek() == Scope.OPTIONS || (kind(0) == SET && scopes.size() == 1)) {
            return isSettingWord(word, previous, next);
        }
        if (WordSets.FUNCTIONS.contains(word)) {
            return next != LPAREN;
        }
        if (previous == AS && scopes.peek() == Scope.SELECT_LIST) {
            return true;
        }
        if (word == BATCH) {
            boolean skipped = previous == SKIP_ && kind(0) == ALTER;
            return !skipped && (previous != OF || (next != UNSIGNED_INTEGER_LITERAL && next != HOOK));
        }
        return WordSets.CONTEXTUAL.contains(word)
                && !privileges
                && (isFirstOfColumn(previous) || isOperand(i, previous, next));
    }

    /** In {@code key = value} every word is a name, save those that are values of their own. */
    private boolean isSettingWord(int word, int previous, int next) {
        if (next == EQ || next == DOT || (next == TO && previous == SET)) {
            return true;
        }
        boolean value = word == TRUE || word == FALSE || word == NULL || word == UNKNOWN || word == ON;
        boolean last = next == COMMA || next == RPAREN || next == EOF;
        return (previous == EQ || previous == TO) && last && !value;
    }

    private boolean isFirstOfColumn(int previous) {
        if (typeBrackets.isEmpty()) {
            return scopes.peek() == Scope.COLUMNS
                    && (previous == LPAREN || previous == COMMA || isWatermarkColumn(previous));
        }
        return typeBrackets.peek() == ROW && (previous == LT || previous == COMMA);
    }

    private boolean isWatermarkColumn(int previous) {
        return previous == FOR && before(resolved.size(), 2) == WATERMARK;
    }

    private boolean isOperand(int i, int previous, int next) {
        if (next == LPAREN && beforeQuery && scopes.size() == 1) {
            return WordSets.OPERAND_STARTS.contains(previous);
        }
        if (!typeBrackets.isEmpty() || scopes.peek() == Scope.CONVERT || !WordSets.OPERAND_ENDS.contains(next)) {
            return false;
        }
        if (previous == AS) {
            return scopes.peek() == Scope.COLUMNS;
        }
        if (previous == ON) {
            return WordSets.COMPARISONS.contains(next);
        }
        return WordSets.OPERAND_STARTS.contains(previous) && !isMeantAsKeyword(i, previous, next);
    }

    /** The few keywords that do stand between the start and the end of an operand. */
    private boolean isMeantAsKeyword(int i, int previous, int next) {
        boolean sign = next == PLUS || next == MINUS;
        return switch (kind(i)) {
            case INTERVAL ->
                sign && (kind(i + 2) == QUOTED_STRING || kind(i + 2) == LPAREN || WordSets.UNITS.contains(kind(i + 3)));
            case STREAM ->
                previous == SELECT && (sign || next == STAR || next == NOT || WordSets.CONTEXTUAL.contains(next));
            case TIME, TIMESTAMP -> next == WITH && (kind(i + 2) == LOCAL || kind(i + 2) == TIME);
            case ROWS, RANGE -> next == BETWEEN;
            case SIMILAR -> previous == NOT && next == TO;
            default -> false;
        };
    }
}
