package io.millrace.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the text of a setting must be.
 *
 * @param words the words allowed, for a choice
 * @param least the smallest value allowed, in the unit of {@code shape}
 * @param most likewise the greatest
 */
public record ValueKind(Shape shape, List<String> words, long least, long most, String bounds) {

    /** How the text of a value reads. */
    public enum Shape {
        TEXT("text"),
        INTEGER("whole number"),
        /** A number of milliseconds, or a number with a unit. */
        DURATION("duration"),
        /** A number of bytes, or a number with a unit. */
        BYTES("size"),
        /** As {@link #BYTES}, or a share of the heap. */
        MEMORY("size or share"),
        /** One of several words. */
        CHOICE("word");

        private final String word;

        Shape(String word) {
            this.word = word;
        }

        /** The name of the type for users. */
        public String word() {
            return word;
        }
    }

    static ValueKind text() {
        return new ValueKind(Shape.TEXT, List.of(), 0, 0, "text");
    }

    static ValueKind integer(long least, long most) {
        return new ValueKind(Shape.INTEGER, List.of(), least, most, "a whole number from " + least + " to " + most);
    }

    static ValueKind duration(String least, String most) {
        return new ValueKind(
                Shape.DURATION,
                List.of(),
                Quantity.millis(least).orElseThrow(),
                Quantity.millis(most).orElseThrow(),
                "a duration such as '200 ms' from " + least + " to " + most);
    }

    static ValueKind bytes(String least, String most) {
        return new ValueKind(
                Shape.BYTES,
                List.of(),
                Quantity.bytes(least).orElseThrow(),
                Quantity.bytes(most).orElseThrow(),
                "a size such as '64 MiB' from " + least + " to " + most);
    }

    static ValueKind memory(String least, String most) {
        return new ValueKind(
                Shape.MEMORY,
                List.of(),
                Quantity.bytes(least).orElseThrow(),
                Quantity.bytes(most).orElseThrow(),
                "a size such as '64 MiB' from " + least + " to " + most + ", or a share of the heap such as '25 %'");
    }

    static ValueKind choice(String... words) {
        return new ValueKind(Shape.CHOICE, List.of(words), 0, 0, "one of " + String.join(", ", words));
    }

    /** Whether the text is a value of this kind within its bounds. */
    boolean accepts(String text) {
        return switch (shape) {
            case TEXT -> !text.isBlank();
            case CHOICE -> words.contains(text.trim().toLowerCase(Locale.ROOT));
            case INTEGER, DURATION, BYTES, MEMORY ->
                number(text).filter(value -> value >= least && value <= most).isPresent();
        };
    }

    /** The number that the text stands for: itself, milliseconds or bytes; empty when it is none. */
    Optional<Long> number(String text) {
        return switch (shape) {
            case INTEGER -> Quantity.whole(text);
            case DURATION -> Quantity.millis(text);
            case BYTES -> Quantity.bytes(text);
            case MEMORY -> Quantity.memory(text);
            case TEXT, CHOICE -> Optional.empty();
        };
    }

    Duration duration(String text) {
        return Duration.ofMillis(Quantity.millis(text).orElseThrow());
    }
}
