package io.millrace.session.statement.ddl;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.config.Setting;
import io.millrace.session.definition.InputOptions;
import io.millrace.session.outside.GivenOptions;
import io.millrace.session.outside.OptionValues;
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
import java.util.Set;
import java.util.function.Supplier;

/** The options of a {@code WITH (…)} clause as text, with their places. */
final class OptionTexts {

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Written> secrets = new LinkedHashMap<>();
    private Optional<Written> connection = Optional.empty();
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
        if (places.put(key, place) != null) {
            throw At.error(ErrorCode.OPTION_INVALID, place, "option '" + key + "' is given twice");
        }
        if (key.equals(InputOptions.CONNECTION)) {
            connection = Optional.of(Written.node(option.value()));
        } else if (option.secret().isPresent()) {
            secrets.put(key, Written.name(option.secret().get()));
        } else {
            values.put(key, Written.node(option.value()).text());
        }
    }

    /** Those that are written as texts, by name in lower case. */
    Map<String, String> values() {
        return values;
    }

    /** The same, with the connector of the connection. */
    Map<String, String> values(InputOptions read) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(InputOptions.CONNECTOR, read.connectorName());
        return all;
    }

    /** Where an option stands that is given. */
    Written place(String option) {
        return places.get(option);
    }

    /** Whether rows come from a connector or go to one. */
    boolean hasConnector() {
        return connection.isPresent() || InputOptions.hasConnector(values);
    }

    /** The connection and the secrets that are named. */
    Set<RelationName> names() {
        return given().names();
    }

    private GivenOptions given() {
        Map<String, RelationName> names = new LinkedHashMap<>();
        secrets.forEach((option, name) -> names.put(option, At.secret(name)));
        return new GivenOptions(values, names, connection.map(At::connection));
    }

    /** What they are by what is defined; fails where a connection or a secret is not there. */
    InputOptions.Given given(OptionValues current, Catalog catalog) {
        connection.ifPresent(name -> check(catalog, At.connection(name), name));
        secrets.values().forEach(name -> check(catalog, At.secret(name), name));
        GivenOptions given = given();
        return new InputOptions.Given(
                given, given.connection().flatMap(catalog::connection), current.following(catalog, given));
    }

    private static void check(Catalog catalog, RelationName name, Written written) {
        if (catalog.outside(name).isEmpty()) {
            throw At.notFound(name, written, catalog);
        }
    }

    /** Refuses a connection and secrets, where there is no connector that takes them. */
    void refuseOutside(String owner) {
        connection.ifPresent(name -> {
            throw At.error(ErrorCode.OPTION_UNKNOWN, places.get(InputOptions.CONNECTION), owner + " has no connection");
        });
        secrets.forEach((option, name) -> {
            throw At.error(
                    ErrorCode.OPTION_INVALID,
                    places.get(option),
                    "option '" + option + "' is shown to others, so that it cannot be a secret");
        });
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
        refuseOutside(owner);
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
