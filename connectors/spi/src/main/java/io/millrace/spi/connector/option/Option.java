package io.millrace.spi.connector.option;

import java.util.Optional;

/**
 * An option that a connector or format takes in {@code WITH (…)}, declared once.
 *
 * @param name as written in SQL, lower case, words joined by dots or underscores; a name that ends in {@code *} stands for all
 *     names that begin with what is before it
 * @param defaultValue as text, parsed like a given value
 * @param changeable whether ALTER … SET can give it another value: then whoever takes it asks {@link Options#now} each time, and other values
 *     never change what rows there are, only when they come
 */
public record Option(
        String name,
        Kind kind,
        boolean required,
        Optional<String> defaultValue,
        String description,
        boolean changeable) {

    /** What the text of an option must be. */
    public enum Kind {
        STRING,
        /** A text that is never shown: no message, no description and no system relation has it. */
        SECRET,
        INTEGER,
        DECIMAL,
        BOOLEAN,
        /** A number with a unit: {@code 200 ms}, {@code 5s}, {@code 1 minute}. */
        DURATION,
        /** A number of bytes with an optional unit: {@code 64 MiB}. */
        BYTES
    }

    public static Option required(String name, Kind kind, String description) {
        return new Option(name, kind, true, Optional.empty(), description, false);
    }

    public static Option optional(String name, Kind kind, String description) {
        return new Option(name, kind, false, Optional.empty(), description, false);
    }

    /** Any number of options whose names begin with {@code prefix}, for example {@code fields.} for {@code fields.id.kind}. */
    public static Option prefix(String prefix, Kind kind, String description) {
        return new Option(prefix + "*", kind, false, Optional.empty(), description, false);
    }

    /** The same option, which can be given another value while something is open. */
    public Option changing() {
        return new Option(name, kind, required, defaultValue, description, true);
    }

    /** Whether the option stands for all names with a common beginning. */
    public boolean isPrefix() {
        return name.endsWith("*");
    }

    /** Whether a given name, in lower case, is this option. */
    public boolean matches(String given) {
        return isPrefix() ? given.startsWith(name.substring(0, name.length() - 1)) : given.equals(name);
    }

    public static Option withDefault(String name, Kind kind, String defaultValue, String description) {
        return new Option(name, kind, false, Optional.of(defaultValue), description, false);
    }
}
