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
        OPTIONS,
        JSON_KEY,
        JSON_VALUE
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
            if (returnsRows(i)) {
                resolved.add(Tokens.copy(token, RETURNING_ROWS, token.image));
                enter(Scope.SELECT_LIST);
            } else if (token.kind == COLON && leadsInto(i)) {
                resolved.add(Tokens.copy(token, PATH_COLON, token.image));
            } else if (token.kind == LAMBDA && !isLambda(i)) {
                resolved.add(Tokens.copy(token, PATH_ARROW, token.image));
            } else if (Tokens.isKeyword(token) && isName(i)) {
                resolved.add(Tokens.copy(token, IDENTIFIER, token.image));
            } else {
                resolved.add(token);
                follow(i);
            }
        }
        return resolved;
    }

    /** Whether a word begins the end of a statement that changes rows: RETURNING, which elsewhere is a name or belongs to a function. */
    private boolean returnsRows(int i) {
        if (kind(i) != RETURNING || scopes.size() > 1 || !WordSets.CHANGES.contains(kind(0))) {
            return false;
        }
        int next = kind(i + 1);
        boolean all = next == STAR && (kind(i + 2) == EOF || kind(i + 2) == COMMA);
        return all
                || (!WordSets.OPERAND_STARTS.contains(before(i, 1))
                        && before(i, 1) != AS
                        && before(i, 1) != DOT
                        && !WordSets.OPERAND_ENDS.contains(next));
    }

    /** Whether a colon leads into a value: it is none between a key and its value in JSON_OBJECT. */
    private boolean leadsInto(int i) {
        int next = kind(i + 1);
        boolean word = i + 1 < tokens.size() && Tokens.isKeyword(tokens.get(i + 1));
        boolean key = next == IDENTIFIER || next == QUOTED_IDENTIFIER || word && !WordSets.NEVER_NAMES.contains(next);
        return (key || next == LBRACKET) && scopes.peek() != Scope.JSON_KEY;
    }

    /** Whether an arrow stands behind what can only be parameters, and before what can be an expression of them. */
    private boolean isLambda(int i) {
        int next = kind(i + 1);
        boolean key = next == QUOTED_STRING || next == UNSIGNED_INTEGER_LITERAL || next == HOOK;
        boolean sign = next == MINUS && kind(i + 2) == UNSIGNED_INTEGER_LITERAL;
        int first = before(i, 2);
        boolean parameter = before(i, 1) == RPAREN || first == LPAREN || first == COMMA;
        return parameter && !key && !sign && scopes.size() > 1;
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
            case COLON, VALUE -> {
                if (scopes.peek() == Scope.JSON_KEY) {
                    enter(Scope.JSON_VALUE);
                }
            }
            case COMMA -> {
                if (scopes.peek() == Scope.JSON_KEY || scopes.peek() == Scope.JSON_VALUE) {
                    enter(scopes.peek() == Scope.JSON_KEY ? Scope.JSON_VALUE : Scope.JSON_KEY);
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
        if (word == JSON_OBJECT || word == JSON_OBJECTAGG) {
            return Scope.JSON_KEY;
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
        boolean meant = (word == TRUNCATE && i == 0) || (word == UNIQUE && next == LPAREN);
        if (meant) {
            return false;
        }
        boolean written = word == PATH_COLON || word == PATH_ARROW;
        if (written || previous == DOT || previous == PATH_COLON || next == NAMED_ARGUMENT_ASSIGNMENT) {
            return true;
        }
        if (scopes.peek() == Scope.OPTIONS || (kind(0) == SET && scopes.size() == 1)) {
            return isSettingWord(word, previous, next);
        }
        if (word == SET && next == LPAREN) {
            return WordSets.OPERAND_STARTS.contains(previous) && scopes.peek() != Scope.OPTIONS;
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
