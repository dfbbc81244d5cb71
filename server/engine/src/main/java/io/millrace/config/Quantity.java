package io.millrace.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers with units. */
final class Quantity {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)\\s*");

    private static final Pattern SHARE = Pattern.compile("\\s*(\\d{1,2}(?:\\.\\d+)?|100)\\s*%\\s*");

    private Quantity() {}

    static Optional<Long> whole(String text) {
        try {
            return Optional.of(Long.parseLong(text.trim().replace("_", "")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Milliseconds of {@code 200 ms}, {@code 5s}, {@code 1 minute}; without a unit, milliseconds. */
    static Optional<Long> millis(String text) {
        return read(text, Quantity::millisPerUnit);
    }

    /** Bytes of {@code 64 MiB}, {@code 1k}; without a unit, bytes. */
    static Optional<Long> bytes(String text) {
        return read(text, Quantity::bytesPerUnit);
    }

    /** Bytes of {@code 64 MiB}, or of {@code 25 %} of the heap. */
    static Optional<Long> memory(String text) {
        Matcher share = SHARE.matcher(text);
        if (!share.matches()) {
            return bytes(text);
        }
        return Optional.of(new BigDecimal(share.group(1))
                .multiply(BigDecimal.valueOf(Runtime.getRuntime().maxMemory()))
                .movePointLeft(2)
                .longValue());
    }

    private interface Units {
        OptionalLong factor(String unit);
    }

    private static Optional<Long> read(String text, Units units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        OptionalLong factor = units.factor(matcher.group(2).toLowerCase(Locale.ROOT));
        if (factor.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor.getAsLong()));
        return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(value.longValue());
    }

    private static OptionalLong millisPerUnit(String unit) {
        return switch (unit) {
            case "", "ms", "millisecond", "milliseconds" -> OptionalLong.of(1);
            case "s", "sec", "second", "seconds" -> OptionalLong.of(1_000);
            case "m", "min", "minute", "minutes" -> OptionalLong.of(60_000);
            case "h", "hour", "hours" -> OptionalLong.of(3_600_000);
            case "d", "day", "days" -> OptionalLong.of(86_400_000);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong bytesPerUnit(String unit) {
        return switch (unit) {
            case "", "b" -> OptionalLong.of(1);
            case "k", "kb", "kib" -> OptionalLong.of(1L << 10);
            case "m", "mb", "mib" -> OptionalLong.of(1L << 20);
            case "g", "gb", "gib" -> OptionalLong.of(1L << 30);
            default -> OptionalLong.empty();
        };
    }
}
