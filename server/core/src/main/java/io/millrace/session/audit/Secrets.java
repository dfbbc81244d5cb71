package io.millrace.session.audit;

import java.util.Locale;

/** Texts of statements as others may see them. */
public final class Secrets {

    private static final String HIDDEN = "'***'";

    private final String sql;
    private final StringBuilder out;
    /** The place up to which the text is shown or hidden. */
    private int at;
    /** Whether the next literal is a password. */
    private boolean secret;
    /** Whether the word SECRET has been read, behind which a literal may come after a name and other words. */
    private boolean defined;

    private Secrets(String sql) {
        this.sql = sql;
        this.out = new StringBuilder(sql.length());
    }

    /**
     * The same text with stars in the places of passwords and of the values of secrets: of literals behind the name of a password, behind
     * a name with codes of characters, which may be that, or behind the word SECRET, whatever comments lie between.
     */
    public static String hidden(String sql) {
        Secrets scan = new Secrets(sql);
        while (scan.at < sql.length()) {
            scan.step();
        }
        return scan.out.toString();
    }

    private void step() {
        char c = sql.charAt(at);
        if (c == '\'') {
            literal();
        } else if (c == '"') {
            boolean coded = isCoded();
            secret = isPassword(show(endOfQuoted('"'))) || coded;
        } else if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
            show(endOfLine());
        } else if (sql.startsWith("/*", at)) {
            show(end(sql.indexOf("*/", at + 2), 2));
        } else if (Character.isJavaIdentifierStart(c)) {
            word();
        } else {
            boolean goesOn = c != ',' && c != ';' && c != ')';
            secret &= goesOn;
            defined &= goesOn;
            show(at + 1);
        }
    }

    /** A literal that goes on after another one is part of it. */
    private void literal() {
        int end = endOfQuoted('\'');
        if (secret || defined) {
            out.append(HIDDEN);
            at = end;
        } else {
            boolean coded = isCoded();
            secret = isPassword(show(end)) || coded;
        }
    }

    /** Whether what is quoted from here on is written with codes of characters, so that it may be any name. */
    private boolean isCoded() {
        return at > 1 && sql.charAt(at - 1) == '&' && (sql.charAt(at - 2) | ' ') == 'u';
    }

    private void word() {
        int end = at + 1;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
            end++;
        }
        boolean prefix = sql.startsWith("'", end) || sql.startsWith("&'", end);
        String word = show(end);
        secret = isPassword(word) || (secret && (prefix || word.equalsIgnoreCase("uescape")));
        defined |= word.equalsIgnoreCase("secret");
    }

    /** Behind what is quoted from here on; a quote that is written twice does not end it. */
    private int endOfQuoted(char quote) {
        int end = sql.indexOf(quote, at + 1);
        while (end >= 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
            end = sql.indexOf(quote, end + 2);
        }
        return end(end, 1);
    }

    /** A line ends at a carriage return, too, with or without a line feed behind it. */
    private int endOfLine() {
        int end = at;
        while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private int end(int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private String show(int end) {
        String shown = sql.substring(at, end);
        out.append(shown);
        at = end;
        return shown;
    }

    private static boolean isPassword(String text) {
        String name = text.replace("\"", "").replace("'", "").toLowerCase(Locale.ROOT);
        return name.endsWith("password") || name.endsWith("password_hash") || name.equals("token");
    }
}
