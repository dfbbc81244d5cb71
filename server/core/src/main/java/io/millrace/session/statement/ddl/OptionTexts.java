package io.millrace.session.statement.ddl;

import io.millrace.config.Setting;
import io.millrace.session.statement.At;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The options of a {@code WITH (…)} clause as text, with their places. */
final class OptionTexts {

    private static final String CONNECTION = "connection";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Written> places = new LinkedHashMap<>();

    private OptionTexts() {}

    static OptionTexts of(List<WithOption> options) {
        OptionTexts texts = new OptionTexts();
        for (WithOption option : options) {
            texts.add(option);
        }
        return texts;
    }

    private void add(WithOption option) {
        String key = option.key().toLowerCase(Locale.ROOT);
        Written place = Written.node(option);
        if (option.secret().isPresent()) {
            throw At.error(ErrorCode.NOT_SUPPORTED, place, "secrets are not supported; write the value in quotes");
        }
        if (key.equals(CONNECTION)) {
            throw At.error(
                    ErrorCode.NOT_SUPPORTED,
                    place,
                    "named connections are not supported; write the options of the connection here");
        }
        if (values.put(key, Written.node(option.value()).text()) != null) {
            throw At.error(ErrorCode.OPTION_INVALID, place, "option '" + key + "' is given twice");
        }
        places.put(key, place);
    }

    /** By name in lower case. */
    Map<String, String> values() {
        return values;
    }

    /** Takes {@code backfill} out; whether a new query begins with what streams already contain. */
    boolean takeBackfill(boolean sessionDefault) {
        String key = Setting.BACKFILL.key();
        Optional<String> given = Optional.ofNullable(values.remove(key));
        return given.map(value -> switch (value.toLowerCase(Locale.ROOT)) {
                    case "on" -> true;
                    case "none" -> false;
                    default ->
                        throw At.error(
                                ErrorCode.OPTION_INVALID,
                                places.get(key),
                                "option 'backfill' is '" + value + "', but must be 'on' or 'none'");
                })
                .orElse(sessionDefault);
    }

    /** Refuses what is left, for statements that take no more options. */
    void refuseOthers(String owner) {
        values.keySet().stream().findFirst().ifPresent(key -> {
            throw At.error(ErrorCode.OPTION_UNKNOWN, places.get(key), owner + " has no option '" + key + "'");
        });
    }

    /** Runs a check of the options and gives its error the place of the option that it names. */
    <T> T checking(Written statement, Supplier<T> check) {
        try {
            return check.get();
        } catch (MillraceException e) {
            Position position = places.keySet().stream()
                    .filter(key -> mention(e, key) >= 0)
                    .min(Comparator.comparingInt(key -> mention(e, key)))
                    .map(key -> At.position(places.get(key)))
                    .orElseGet(() -> At.position(statement));
            throw StatementFailures.at(position, e);
        }
    }

    /** Where a message mentions an option: errors name the option at fault first. Negative when it does not. */
    private int mention(MillraceException e, String key) {
        boolean byValue = e.code() == ErrorCode.CONNECTOR_NOT_FOUND;
        return e.getMessage().indexOf("'" + (byValue ? values.get(key) : key) + "'");
    }
}
