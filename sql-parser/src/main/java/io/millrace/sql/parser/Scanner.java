package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParser;
import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import io.millrace.sql.parser.generated.TokenMgrError;
import io.millrace.sql.tree.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.util.SourceStringReader;

/** Cuts a script into tokens, without the comments. */
final class Scanner {
    private Scanner() {}

    /** The tokens of the script; the last one, of kind EOF, stands just behind the last character. */
    static List<Token> scan(SourceText source) {
        GeneratedSqlParser lexer =
                (GeneratedSqlParser) GeneratedSqlParser.FACTORY.getParser(new SourceStringReader(source.text()));
        lexer.setTabSize(1);
        lexer.switchTo(LexicalState.DQID);
        List<Token> tokens = new ArrayList<>();
        try {
            Token token = lexer.token_source.getNextToken();
            while (token.kind != GeneratedSqlParserConstants.EOF) {
                checkQuotes(token);
                tokens.add(token);
                token = lexer.token_source.getNextToken();
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
}
