package io.millrace.cli.text;

/**
 * A piece of a text of SQL.
 *
 * @param start the place of its first character
 * @param end the place behind its last one
 * @param closed whether its closing quote, or the end of the comment, is there
 */
public record SqlToken(Kind kind, int start, int end, boolean closed) {

    /** What a token is. */
    public enum Kind {
        BLANK,
        COMMENT,
        /** A keyword, or a name without quotes. */
        WORD,
        /** A name in double quotes or backticks. */
        NAME,
        /** A text in single quotes. */
        TEXT,
        NUMBER,
        /** What stands for a variable of the shell. */
        VARIABLE,
        /** A command of the shell, up to the end of its line or to the next one. */
        COMMAND,
        /** A semicolon, or the two backslashes behind which statements follow a command on its line. */
        SEMICOLON,
        SYMBOL
    }

    /** The characters of the token. */
    public String of(String text) {
        return text.substring(start, end);
    }

    /** Whether it is no more than room between others. */
    public boolean isBlank() {
        return kind == Kind.BLANK || kind == Kind.COMMENT;
    }
}
