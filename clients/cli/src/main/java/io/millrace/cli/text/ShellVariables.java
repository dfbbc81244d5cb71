package io.millrace.cli.text;

import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The variables of a shell: texts with names that statements and commands refer to. */
public final class ShellVariables {

    /** Whether a script ends at its first error. */
    public static final String ON_ERROR_STOP = "ON_ERROR_STOP";

    /** What is printed before it is run: none, or all. */
    public static final String ECHO = "ECHO";

    private final SortedMap<String, String> values = new TreeMap<>();

    public ShellVariables() {
        values.put(ON_ERROR_STOP, "on");
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether it says yes. */
    public boolean isOn(String name) {
        return get(name)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .filter(value -> value.equals("on") || value.equals("true") || value.equals("1") || value.equals("yes"))
                .isPresent();
    }

    public void set(String name, String value) {
        values.put(name, value);
    }

    public void unset(String name) {
        values.remove(name);
    }

    /** All of them, by name. */
    public SortedMap<String, String> all() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** Whether a variable can be called so. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Character::isJavaIdentifierPart);
    }

    /**
     * The text with values in the places of {@code :name}, as literals in those of {@code :'name'}, as quoted names in those of
     * {@code :"name"}. What is in quotes and comments stays, and what names no variable.
     */
    public String substitute(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (SqlToken token : SqlTokens.of(text)) {
            String piece = token.of(text);
            out.append(token.kind() == SqlToken.Kind.VARIABLE ? value(piece) : piece);
        }
        return out.toString();
    }

    /** What stands for a reference. */
    String value(String reference) {
        char quote = reference.charAt(1);
        boolean quoted = quote == '\'' || quote == '"';
        String name = quoted ? reference.substring(2, reference.length() - 1) : reference.substring(1);
        String value = values.get(name);
        if (value == null) {
            return reference;
        }
        String mark = String.valueOf(quote);
        return quoted ? mark + value.replace(mark, mark + mark) + mark : value;
    }
}
