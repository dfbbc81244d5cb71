package io.millrace.spi.connector.option;

import io.millrace.spi.connector.reach.AllowedReach;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code WITH (…)}, checked against the declared options: nothing unknown, nothing missing, all well-formed. */
public final class Options {

    private static final Pattern QUANTITY = Pattern.compile("\\s*(\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)\\s*");

    private final Map<String, String> values;
    private final Optional<Supplier<Options>> later;

    private final AllowedReach reach;

    private Options(Map<String, String> values, Optional<Supplier<Options>> later, AllowedReach reach) {
        this.values = values;
        this.later = later;
        this.reach = reach;
    }

    /**
     * Checks given values against what is declared.
     *
     * @param owner who takes the options, for messages: {@code connector "files"}
     * @throws MillraceException OPTION_UNKNOWN (names the nearest option), OPTION_MISSING or OPTION_INVALID
     */
    public static Options check(String owner, Collection<Option> declared, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
        for (String name : given.keySet()) {
            if (declared.stream().noneMatch(option -> option.matches(name.toLowerCase(Locale.ROOT)))) {
                List<String> known = declared.stream().map(Option::name).toList();
                throw new MillraceException(ErrorCode.OPTION_UNKNOWN, unknown(owner, name, known));
            }
        }
        for (Option option : declared) {
            option.defaultValue().ifPresent(value -> values.putIfAbsent(option.name(), value));
            if (option.required() && !values.containsKey(option.name())) {
                throw new MillraceException(
                        ErrorCode.OPTION_MISSING,
                        owner + " needs the option '" + option.name() + "': " + option.description());
            }
        }
        Options options = new Options(values, Optional.empty(), AllowedReach.UNCONFINED);
        for (Option option : declared) {
            values.keySet().stream().filter(option::matches).forEach(name -> options.checkKind(name, option.kind()));
        }
        return options;
    }

    private static String unknown(String owner, String name, List<String> known) {
        return Names.nearest(name, known)
                .map(nearest -> owner + " has no option '" + name + "'; did you mean '" + nearest + "'?")
                .orElseGet(() -> owner + " has no option '" + name + "'; it takes " + String.join(", ", known));
    }

    private void checkKind(String name, Option.Kind kind) {
        switch (kind) {
            case STRING, SECRET -> {}
            case INTEGER -> integer(name);
            case DECIMAL -> decimal(name);
            case BOOLEAN -> bool(name);
            case DURATION -> duration(name);
            case BYTES -> bytes(name);
        }
    }

    /** The same values, of which some may be others later. */
    public Options following(Supplier<Options> changed) {
        return new Options(values, Optional.of(changed), reach);
    }

    /** The same values, which may send the server no farther than this. */
    public Options within(AllowedReach limits) {
        return new Options(values, later, limits);
    }

    /** Which files and addresses the values may name. */
    public AllowedReach reach() {
        return reach;
    }

    /**
     * The options as they are by now: what belongs to a connection, and secrets, can be altered while something is open. Whoever connects
     * once more asks here what with; whatever is open stays as it is.
     */
    public Options now() {
        return later.map(Supplier::get).orElse(this);
    }

    /** The values of all options whose names begin with {@code prefix}, by the rest of their names. */
    public Map<String, String> withPrefix(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** The values of those options that are declared, by name; to be checked again with {@link #check}. */
    public Map<String, String> only(Collection<Option> declared) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (declared.stream().anyMatch(option -> option.matches(name))) {
                found.put(name, value);
            }
        });
        return found;
    }

    public Optional<String> string(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<Long> integer(String name) {
        return string(name).map(text -> {
            try {
                return Long.parseLong(text.trim().replace("_", ""));
            } catch (NumberFormatException e) {
                throw invalid(name, text, "a whole number");
            }
        });
    }

    public Optional<Double> decimal(String name) {
        return string(name).map(text -> {
            try {
                return Double.parseDouble(text.trim());
            } catch (NumberFormatException e) {
                throw invalid(name, text, "a number");
            }
        });
    }

    /** The value of a boolean option; false when it was not given and has no default. */
    public boolean bool(String name) {
        return string(name)
                .map(text -> switch (text.trim().toLowerCase(Locale.ROOT)) {
                    case "true", "on", "yes" -> true;
                    case "false", "off", "no" -> false;
                    default -> throw invalid(name, text, "true or false");
                })
                .orElse(false);
    }

    public Optional<Duration> duration(String name) {
        return string(name).map(text -> parseDuration(name, text));
    }

    public Optional<Long> bytes(String name) {
        return string(name).map(text -> parseBytes(name, text));
    }

    /** Reads a duration such as {@code 500 ms}; {@code name} is the option that holds it, for messages. */
    public static Duration parseDuration(String name, String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw invalid(name, text, "a duration such as '500 ms' or '1 minute'");
        }
        double nanos = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "ms", "millisecond", "milliseconds", "" -> 1e6;
            case "us", "microsecond", "microseconds" -> 1e3;
            case "s", "sec", "second", "seconds" -> 1e9;
            case "m", "min", "minute", "minutes" -> 60e9;
            case "h", "hour", "hours" -> 3600e9;
            case "d", "day", "days" -> 86400e9;
            default -> throw invalid(name, text, "a duration such as '500 ms' or '1 minute'");
        };
        return Duration.ofNanos((long) (Double.parseDouble(matcher.group(1)) * nanos));
    }

    private static long parseBytes(String name, String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw invalid(name, text, "a size such as '64 MiB'");
        }
        double factor = switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k", "kb", "kib" -> 1 << 10;
            case "m", "mb", "mib" -> 1 << 20;
            case "g", "gb", "gib" -> 1 << 30;
            default -> throw invalid(name, text, "a size such as '64 MiB'");
        };
        return (long) (Double.parseDouble(matcher.group(1)) * factor);
    }

    private static MillraceException invalid(String name, String text, String expected) {
        return new MillraceException(
                ErrorCode.OPTION_INVALID, "option '" + name + "' is '" + text + "', but must be " + expected);
    }
}
