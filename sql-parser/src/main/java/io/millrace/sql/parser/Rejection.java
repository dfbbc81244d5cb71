package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.ParseException;
import io.millrace.sql.parser.generated.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The grammar refuses a statement: where, and either why, or what it would have accepted there. */
final class Rejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SqlParserPos position;
    private final transient Optional<String> problem;
    private final transient Set<Integer> expected;

    private Rejection(SqlParserPos position, Optional<String> problem, Set<Integer> expected, Throwable cause) {
        super(cause);
        this.position = position;
        this.problem = problem;
        this.expected = expected;
    }

    /** The first token that fits none of the sequences that were expected. */
    static Rejection of(ParseException e) {
        Token token = e.currentToken.next;
        int longest = 0;
        for (int[] sequence : e.expectedTokenSequences) {
            longest = Math.max(longest, Math.min(matching(sequence, token), sequence.length - 1));
        }
        Set<Integer> expected = new HashSet<>();
        for (int[] sequence : e.expectedTokenSequences) {
            if (sequence.length > longest && matching(sequence, token) >= longest) {
                expected.add(sequence[longest]);
            }
        }
        for (int i = 0; i < longest; i++) {
            token = token.next;
        }
        return new Rejection(Tokens.position(token), Optional.empty(), expected, e);
    }

    /** A production refused what it had read. */
    static Rejection of(CalciteContextException e) {
        SqlParserPos position =
                new SqlParserPos(e.getPosLine(), e.getPosColumn(), e.getEndPosLine(), e.getEndPosColumn());
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return new Rejection(position, Optional.of(GrammarMessages.translate(message)), Set.of(), e);
    }

    private static int matching(int[] sequence, Token first) {
        Token token = first;
        int length = 0;
        while (length < sequence.length && token != null && token.kind == sequence[length]) {
            token = token.next;
            length++;
        }
        return length;
    }

    SqlParserPos position() {
        return position;
    }

    Optional<String> problem() {
        return problem;
    }

    /** Kinds of token that would have been accepted. */
    Set<Integer> expected() {
        return expected;
    }

    /** Index of the token at fault. */
    int indexIn(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean before = token.beginLine < position.getLineNum()
                    || (token.beginLine == position.getLineNum() && token.beginColumn < position.getColumnNum());
            if (!before) {
                return i;
            }
        }
        return tokens.size() - 1;
    }
}
