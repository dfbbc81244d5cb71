package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.GeneratedSqlParserTokenManager;
import io.millrace.sql.parser.generated.SimpleCharStream;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.parser.generated.TokenMgrError;
import io.millrace.sql.tree.SqlSyntaxException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Cuts a script into tokens, without the comments. */
final class Scanner {
    private Scanner() {}

    /** The tokens of the script, without one for its end. */
    static List<Token> scan(SourceText source) {
        GeneratedSqlParserTokenManager scanner = new GeneratedSqlParserTokenManager(new Characters(source.text()));
        scanner.SwitchTo(GeneratedSqlParserConstants.DQID);
        List<Token> tokens = new ArrayList<>();
        try {
            Token token = scanner.getNextToken();
            while (token.kind != GeneratedSqlParserConstants.EOF) {
                checkQuotes(token);
                tokens.add(token);
                token = scanner.getNextToken();
            }
        } catch (TokenMgrError e) {
            throw LexicalErrors.explain(source, tokens);
        }
        return tokens;
    }

    /** A quote that stands alone is one whose partner is missing. */
    private static void checkQuotes(Token token) {
        if (token.kind == GeneratedSqlParserConstants.QUOTE) {
            throw new SqlSyntaxException(
                    Tokens.position(token), "the string that begins here is not closed; add \"'\"");
        }
        if (token.kind == GeneratedSqlParserConstants.DOUBLE_QUOTE) {
            throw new SqlSyntaxException(
                    Tokens.position(token), "the quoted name that begins here is not closed; add '\"'");
        }
    }

    /** Counts a tab as one column, like every other character. */
    private static final class Characters extends SimpleCharStream {
        Characters(String text) {
            super(new StringReader(text), 1, 1, Math.max(1, text.length()));
            setTabSize(1);
        }
    }
}
