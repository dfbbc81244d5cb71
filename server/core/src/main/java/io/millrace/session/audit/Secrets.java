package io.millrace.session.audit;

import java.util.regex.Pattern;

/** Texts of statements as others may see them. */
public final class Secrets {

    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(\\bpassword(?:_hash)?\\b\"?'?\\s*=?\\s*)'(?:[^']|'')*('|$)");

    private Secrets() {}

    /** The same text with stars in the places of passwords. */
    public static String hidden(String sql) {
        return PASSWORD.matcher(sql).replaceAll("$1'***'");
    }
}
