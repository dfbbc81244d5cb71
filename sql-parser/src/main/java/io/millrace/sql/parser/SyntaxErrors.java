package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Says what is wrong with a statement, in the words of its author.
 *
 * <p>A guess is only uttered after it was tried: the statement is repaired accordingly and must then be accepted, or be
 * refused further on.
 */
final class SyntaxErrors implements GeneratedSqlParserConstants {
    private static final int MOST_PARENTHESES = 3;

    private final List<Token> tokens;
    private final GrammarRun.Production<?> production;
    private final Rejection rejection;
    private final boolean statement;
    private final int at;

    private SyntaxErrors(
            List<Token> tokens, GrammarRun.Production<?> production, Rejection rejection, boolean statement) {
        this.tokens = tokens;
        this.production = production;
        this.rejection = rejection;
        this.statement = statement;
        this.at = statement && !WordSets.STATEMENT_STARTS.contains(tokens.get(0).kind) ? 0 : rejection.indexIn(tokens);
    }

    /** The error to show for a statement, given as it was scanned, that was refused. */
    static SqlSyntaxException explainStatement(
            ScannedStatement scanned, GrammarRun.Production<?> production, Rejection rejection) {
        List<Token> tokens = DollarNames.resolve(scanned.tokens());
        boolean known = WordSets.STATEMENT_STARTS.contains(tokens.get(0).kind);
        if (known && rejection.problem().isPresent()) {
            Optional<String> remedy = new MissingSyntax(tokens, rejection.indexIn(tokens)).remedy();
            return new SqlSyntaxException(
                    rejection.position(), remedy.orElse(rejection.problem().get()));
        }
        return new SyntaxErrors(tokens, production, rejection, true).explain();
    }

    /** The same for an expression. */
    static SqlSyntaxException explainExpression(
            ScannedStatement scanned, GrammarRun.Production<?> production, Rejection rejection) {
        if (rejection.problem().isPresent()) {
            return new SqlSyntaxException(
                    rejection.position(), rejection.problem().get());
        }
        return new SyntaxErrors(DollarNames.resolve(scanned.tokens()), production, rejection, false).explain();
    }

    private SqlSyntaxException explain() {
        return missingSyntax()
                .or(this::misspelling)
                .or(this::missingParenthesis)
                .or(this::missingEnd)
                .or(this::reservedWord)
                .or(this::comma)
                .orElseGet(() -> error(at, unexpected() + expected()));
    }

    private SqlSyntaxException error(int index, String problem) {
        return new SqlSyntaxException(Tokens.position(tokens.get(index)), problem);
    }

    private Optional<SqlSyntaxException> missingSyntax() {
        return new MissingSyntax(tokens, at).remedy().map(problem -> error(at, problem));
    }

    private String unexpected() {
        Token token = tokens.get(at);
        return token.kind == EOF ? "unexpected end of statement" : "unexpected " + quoted(token.image);
    }

    private String expected() {
        if (at == 0 && statement) {
            return "; a statement begins with a word such as SELECT, CREATE, INSERT or SHOW";
        }
        return Expectation.describe(rejection.expected(), tokens.get(Math.max(0, at - 1)))
                .map(what -> "; expected " + what)
                .orElse("");
    }

    static String quoted(String image) {
        return '"' + image + '"';
    }

    /** A word at the error or shortly before it, where an unknown word passes for an alias, may be meant as a keyword. */
    private Optional<SqlSyntaxException> misspelling() {
        for (int i = at; i >= Math.max(0, at - 3); i--) {
            Token word = tokens.get(i);
            if (!Tokens.isWord(word)) {
                continue;
            }
            for (String keyword : Spelling.near(word.image)) {
                List<Token> repaired = new ArrayList<>(tokens);
                repaired.set(i, Tokens.copy(word, TokenSet.kind(keyword), keyword));
                if (helps(repaired, 0)) {
                    return Optional.of(
                            error(i, "unexpected " + quoted(word.image) + "; did you mean " + quoted(keyword) + "?"));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SqlSyntaxException> missingParenthesis() {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < at; i++) {
            if (tokens.get(i).kind == LPAREN) {
                open.add(i);
            } else if (tokens.get(i).kind == RPAREN && !open.isEmpty()) {
                open.remove(open.size() - 1);
            }
        }
        List<Token> repaired = new ArrayList<>(tokens);
        for (int i = 0; i < Math.min(MOST_PARENTHESES, open.size()); i++) {
            repaired.add(at, Tokens.copy(tokens.get(at), RPAREN, ")"));
            if (helps(repaired, i + 1)) {
                Token parenthesis = tokens.get(open.get(open.size() - 1));
                String where = at - open.get(open.size() - 1) < 3
                        ? ""
                        : " for the \"(\" at " + parenthesis.beginLine + ":" + parenthesis.beginColumn;
                return Optional.of(error(at, unexpected() + "; expected \")\"" + where));
            }
        }
        return Optional.empty();
    }

    private Optional<SqlSyntaxException> missingEnd() {
        long cases = tokens.subList(0, at).stream()
                .filter(token -> token.kind == CASE)
                .count();
        long ends = tokens.subList(0, at).stream()
                .filter(token -> token.kind == END)
                .count();
        if (cases <= ends) {
            return Optional.empty();
        }
        List<Token> repaired = new ArrayList<>(tokens);
        repaired.add(at, Tokens.copy(tokens.get(at), END, "END"));
        return helps(repaired, 1)
                ? Optional.of(error(at, unexpected() + "; expected \"END\" of CASE"))
                : Optional.empty();
    }

    private Optional<SqlSyntaxException> reservedWord() {
        Token word = tokens.get(at);
        if (!Tokens.isKeyword(word) || WordSets.NEVER_NAMES.contains(word.kind) || !Expectation.isReserved(word)) {
            return Optional.empty();
        }
        List<Token> repaired = new ArrayList<>(tokens);
        repaired.set(at, Tokens.copy(word, QUOTED_IDENTIFIER, quoted(word.image)));
        return helps(repaired, 1)
                ? Optional.of(error(
                        at, quoted(word.image) + " is a reserved word; put it in double quotes to use it as a name"))
                : Optional.empty();
    }

    private Optional<SqlSyntaxException> comma() {
        List<Token> repaired = new ArrayList<>(tokens);
        if (at > 0 && tokens.get(at - 1).kind == COMMA) {
            repaired.remove(at - 1);
            return helps(repaired, -1)
                    ? Optional.of(error(
                            at - 1,
                            "unexpected \",\" before "
                                    + (tokens.get(at).kind == EOF ? "the end" : quoted(tokens.get(at).image))))
                    : Optional.empty();
        }
        if (at == 0 || tokens.get(at).kind == EOF) {
            return Optional.empty();
        }
        repaired.add(at, Tokens.copy(tokens.get(at), COMMA, ","));
        return helps(repaired, 2) ? Optional.of(error(at, unexpected() + "; expected \",\"")) : Optional.empty();
    }

    /** Whether the repaired statement is accepted, or refused later; {@code shift} tokens were put before the error. */
    private boolean helps(List<Token> repaired, int shift) {
        try {
            GrammarRun.run(ScannedStatement.resolve(repaired), production);
            return true;
        } catch (Rejection next) {
            return next.problem().isEmpty() && isAfter(next.position(), repaired, at + shift);
        } catch (SqlSyntaxException e) {
            return false;
        }
    }

    private static boolean isAfter(SqlParserPos position, List<Token> repaired, int index) {
        Token limit = repaired.get(Math.min(index, repaired.size() - 1));
        return position.getLineNum() > limit.beginLine
                || (position.getLineNum() == limit.beginLine && position.getColumnNum() > limit.beginColumn);
    }
}
