package io.millrace.config;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A value for every {@link Setting}, all of them valid. Immutable. */
public final class Settings {

    private static final Settings DEFAULTS = new Settings(new EnumMap<>(Setting.class));

    private final Map<Setting, String> given;

    private Settings(Map<Setting, String> given) {
        this.given = Collections.unmodifiableMap(given);
    }

    public static Settings defaults() {
        return DEFAULTS;
    }

    /**
     * The settings of a command line: each entry is {@code key=value}, later ones win.
     *
     * @throws MillraceException SETTING_UNKNOWN (names the nearest key) or SETTING_INVALID
     */
    public static Settings parse(List<String> entries) {
        Settings settings = DEFAULTS;
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new MillraceException(
                        ErrorCode.SETTING_INVALID, "setting '" + entry + "' has no value; write " + entry + "=value");
            }
            settings = settings.with(
                    entry.substring(0, equals).trim(),
                    entry.substring(equals + 1).trim());
        }
        return settings;
    }

    /** These settings with one changed; fails as {@link #parse}. */
    public Settings with(String key, String value) {
        return with(Setting.of(key), value);
    }

    public Settings with(Setting setting, String value) {
        if (!setting.kind().accepts(value)) {
            throw new MillraceException(
                    ErrorCode.SETTING_INVALID,
                    "setting '" + setting.key() + "' is '" + value + "', but must be "
                            + setting.kind().bounds());
        }
        EnumMap<Setting, String> changed = new EnumMap<>(Setting.class);
        changed.putAll(given);
        changed.put(setting, value.trim());
        return new Settings(changed);
    }

    /** The value as it was written, or the default. */
    public String text(Setting setting) {
        return given.getOrDefault(setting, setting.defaultValue());
    }

    /** Whether the setting was given a value, rather than left at its default. */
    public boolean isGiven(Setting setting) {
        return given.containsKey(setting);
    }

    /** The values that decide what a definition means, also those left at their defaults, by key. */
    public Map<String, String> ofDefinitions() {
        Map<String, String> texts = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            if (setting.isPartOfDefinitions()) {
                texts.put(setting.key(), text(setting));
            }
        }
        return texts;
    }

    /** The value of a whole number or, in bytes, of a size or a share of the heap. */
    public long number(Setting setting) {
        return setting.kind()
                .number(text(setting))
                .orElseThrow(() -> new IllegalStateException(setting + " is not a number"));
    }

    public Duration duration(Setting setting) {
        return setting.kind().duration(text(setting));
    }

    /** Whether a choice stands at this word. */
    public boolean is(Setting setting, String word) {
        return text(setting).toLowerCase(Locale.ROOT).equals(word);
    }

    /** How many partitions queries have: the setting, or one per processor core. */
    public int partitions() {
        int asked = (int) number(Setting.PARTITIONS);
        return asked > 0 ? asked : Runtime.getRuntime().availableProcessors();
    }
}
