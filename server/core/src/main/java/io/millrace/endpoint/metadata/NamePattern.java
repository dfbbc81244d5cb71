package io.millrace.endpoint.metadata;

import java.util.regex.Pattern;

/** A pattern of JDBC metadata: {@code %} any text, {@code _} any character, {@code \} takes the next as it is. */
final class NamePattern {

    private final Pattern regex;

    private NamePattern(Pattern regex) {
        this.regex = regex;
    }

    /** @param pattern {@code null} matches everything */
    static NamePattern of(String pattern) {
        if (pattern == null) {
            return new NamePattern(Pattern.compile(".*", Pattern.DOTALL));
        }
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                char literal = c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c;
                regex.append(Pattern.quote(String.valueOf(literal)));
            }
        }
        return new NamePattern(
                Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL));
    }

    /** Without regard to case, as SQL finds names. */
    boolean matches(String name) {
        return regex.matcher(name).matches();
    }
}
