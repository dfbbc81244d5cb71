package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The tokens of one statement, without its semicolon.
 *
 * @param tokens at least one, and behind it a token of kind EOF that stands after the last character
 */
record ScannedStatement(SourceText source, List<Token> tokens) {
    /** Cuts a script at its semicolons; empty statements are left out. */
    static List<ScannedStatement> split(SourceText source, List<Token> script) {
        List<ScannedStatement> statements = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (Token token : script) {
            if (token.kind == GeneratedSqlParserConstants.SEMICOLON) {
                close(source, tokens, statements);
                tokens = new ArrayList<>();
            } else {
                tokens.add(token);
            }
        }
        close(source, tokens, statements);
        return statements;
    }

    private static void close(SourceText source, List<Token> tokens, List<ScannedStatement> statements) {
        if (tokens.isEmpty()) {
            return;
        }
        Token last = tokens.get(tokens.size() - 1);
        Token end = new Token();
        end.kind = GeneratedSqlParserConstants.EOF;
        end.image = "";
        end.beginLine = last.endLine;
        end.beginColumn = last.endColumn + 1;
        end.endLine = end.beginLine;
        end.endColumn = end.beginColumn;
        tokens.add(end);
        statements.add(new ScannedStatement(source, tokens));
    }

    /** The tokens as the grammar wants them. */
    List<Token> resolved() {
        return resolve(tokens);
    }

    static List<Token> resolve(List<Token> tokens) {
        return Chains.resolve(
                IntervalLiterals.resolve(WordsInContext.resolve(WindowSyntax.resolve(DollarNames.resolve(tokens)))));
    }

    int offset() {
        return source.startOf(tokens.get(0));
    }

    String text() {
        return source.text().substring(offset(), source.endOf(tokens.get(tokens.size() - 2)));
    }

    SqlParserPos position() {
        Token first = tokens.get(0);
        Token last = tokens.get(tokens.size() - 2);
        return new SqlParserPos(first.beginLine, first.beginColumn, last.endLine, last.endColumn);
    }
}
