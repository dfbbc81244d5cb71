package io.millrace.sql.parser;

import io.millrace.sql.parser.generated.GeneratedSqlParserConstants;
import io.millrace.sql.parser.generated.Token;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What is asked of a token in several places; tokens are never changed, only copied. */
final class Tokens {
    private Tokens() {}

    static SqlParserPos position(Token token) {
        return new SqlParserPos(token.beginLine, token.beginColumn, token.endLine, token.endColumn);
    }

    /** A token of another kind, or with another text, at the same place. */
    static Token copy(Token token, int kind, String image) {
        Token copy = new Token();
        copy.kind = kind;
        copy.image = image;
        copy.beginLine = token.beginLine;
        copy.beginColumn = token.beginColumn;
        copy.endLine = token.endLine;
        copy.endColumn = token.endColumn;
        return copy;
    }

    /** The same token some lines below, or as many columns further to the right when it is in the first line. */
    static Token moved(Token token, int lines, int columns) {
        Token moved = copy(token, token.kind, token.image);
        moved.beginColumn += token.beginLine == 1 ? columns : 0;
        moved.endColumn += token.endLine == 1 ? columns : 0;
        moved.beginLine += lines;
        moved.endLine += lines;
        return moved;
    }

    /** Whether the token is a word: a name without quotes, or a keyword. */
    static boolean isWord(Token token) {
        return token.kind == GeneratedSqlParserConstants.IDENTIFIER || isKeyword(token);
    }

    static boolean isKeyword(Token token) {
        return token.kind < GeneratedSqlParserConstants.UNSIGNED_INTEGER_LITERAL
                && token.kind > GeneratedSqlParserConstants.EOF
                && Character.isLetter(token.image.charAt(0));
    }
}
