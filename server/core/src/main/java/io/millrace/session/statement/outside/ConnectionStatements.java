package io.millrace.session.statement.outside;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.NamedConnection;
import io.millrace.catalog.RelationName;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Connectors;
import io.millrace.session.rows.ResultCursor;
import io.millrace.session.rows.RowList;
import io.millrace.session.running.Detached;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.StatementFailures;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.WithOption;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.control.CheckConnection;
import io.millrace.sql.tree.ddl.AlterOptions;
import io.millrace.sql.tree.ddl.CreateConnection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** CREATE CONNECTION, ALTER CONNECTION … SET and CHECK CONNECTION. */
public final class ConnectionStatements {

    private static final String TYPE = "type";

    private static final RowType CHECK_TYPE = RowType.of(
            new Field("name", Type.VARCHAR, false),
            new Field("answer", Type.VARCHAR, false),
            new Field("milliseconds", Type.BIGINT, false));

    private final Services services;
    private final Run run;

    public ConnectionStatements(Services services, Run run) {
        this.services = services;
        this.run = run;
    }

    public Outcome create(CreateConnection statement) {
        Written written = Written.name(statement.name());
        RelationName name = At.connection(written);
        OutsideChange change = new OutsideChange(services, run, statement, name, written);
        return change.create(
                statement.mode(),
                version -> {
                    String type = type(statement, written);
                    version.catalog()
                            .connection(name)
                            .filter(before -> !before.connector().equalsIgnoreCase(type)
                                    && !version.direct(name).isEmpty())
                            .ifPresent(before -> {
                                throw At.error(
                                        ErrorCode.DEPENDENTS_EXIST,
                                        written,
                                        name.title() + " is used as one of type '" + before.connector()
                                                + "'; drop what uses it first");
                            });
                    Connector connector = connector(type, statement.options(), written);
                    Map<String, NamedConnection.Value> options =
                            read(name, connector, statement.options(), change.isAgain());
                    NamedConnection made = new NamedConnection(name, connector.name(), options);
                    return change.isAgain()
                            ? made
                            : checked(made, connector, version.catalog(), statement.options(), written);
                },
                NamedConnection::stored);
    }

    public Outcome alter(AlterOptions statement) {
        Written written = Written.name(statement.name());
        RelationName name = At.connection(written);
        OutsideChange change = new OutsideChange(services, run, statement, name, written);
        return change.alter(
                version -> {
                    NamedConnection before = version.catalog().connection(name).orElseThrow();
                    for (WithOption option : statement.options()) {
                        if (option.key().equalsIgnoreCase(TYPE)) {
                            throw At.error(
                                    ErrorCode.OPTION_INVALID,
                                    Written.node(option),
                                    "the type of a connection cannot be changed; write CREATE OR REPLACE CONNECTION");
                        }
                    }
                    Connector connector = connectors().connector(before.connector());
                    Map<String, NamedConnection.Value> options = new LinkedHashMap<>(before.options());
                    options.putAll(read(before.name(), connector, statement.options(), false));
                    NamedConnection made = new NamedConnection(before.name(), before.connector(), options);
                    return checked(made, connector, version.catalog(), statement.options(), written);
                },
                NamedConnection::stored);
    }

    private Connectors connectors() {
        return services.connectors();
    }

    private static String type(CreateConnection statement, Written name) {
        return statement.options().stream()
                .filter(option -> option.key().equalsIgnoreCase(TYPE))
                .findFirst()
                .map(option -> Written.node(option.value()).text())
                .orElseThrow(() -> At.error(
                        ErrorCode.OPTION_MISSING,
                        name,
                        "a connection needs the option 'type', the name of a connector: WITH (type = 'kafka', …)"));
    }

    private Connector connector(String type, List<WithOption> options, Written name) {
        Written place = options.stream()
                .filter(option -> option.key().equalsIgnoreCase(TYPE))
                .findFirst()
                .map(Written::node)
                .orElse(name);
        Connector connector = located(place, () -> connectors().connector(type));
        if (connector.connectionOptions().isEmpty()) {
            throw At.error(ErrorCode.OPTION_INVALID, place, "connector '" + connector.name() + "' has no connections");
        }
        return connector;
    }

    /** What is written; options that are not to be shown are encrypted unless they are already. */
    private Map<String, NamedConnection.Value> read(
            RelationName name, Connector connector, List<WithOption> written, boolean sealed) {
        Map<String, NamedConnection.Value> values = new LinkedHashMap<>();
        for (WithOption option : written) {
            String key = option.key().toLowerCase(Locale.ROOT);
            if (key.equals(TYPE)) {
                continue;
            }
            boolean secret = connector.connectionOptions().stream()
                    .anyMatch(declared -> declared.name().equals(key) && declared.kind() == Option.Kind.SECRET);
            Optional<Written> reference = option.secret().map(Written::name);
            if (reference.isPresent()) {
                if (!secret) {
                    throw At.error(ErrorCode.OPTION_INVALID, Written.node(option), notSecret(connector, key));
                }
                values.put(
                        key,
                        new NamedConnection.Value(
                                NamedConnection.Kind.SECRET,
                                At.secret(reference.get()).name()));
            } else {
                String text = Written.node(option.value()).text();
                values.put(
                        key,
                        secret
                                ? new NamedConnection.Value(
                                        NamedConnection.Kind.SEALED,
                                        sealed ? text : services.options().sealed(name, key, text))
                                : new NamedConnection.Value(NamedConnection.Kind.TEXT, text));
            }
        }
        return values;
    }

    private static String notSecret(Connector connector, String option) {
        List<String> secrets = connector.connectionOptions().stream()
                .filter(declared -> declared.kind() == Option.Kind.SECRET)
                .map(Option::name)
                .toList();
        return "option '" + option + "' is shown to others, so that it cannot be a secret; that is for "
                + String.join(", ", secrets);
    }

    private NamedConnection checked(
            NamedConnection made, Connector connector, Catalog catalog, List<WithOption> options, Written name) {
        for (WithOption option : options) {
            option.secret().map(Written::name).ifPresent(secret -> {
                if (catalog.secret(At.secret(secret)).isEmpty()) {
                    throw At.notFound(
                            At.secret(secret),
                            secret,
                            run.execution().principal().seen(catalog));
                }
            });
        }
        try {
            connector.validateConnection(options(made, connector, catalog));
        } catch (MillraceException e) {
            Written place = options.stream()
                    .filter(option -> e.getMessage().contains("'" + option.key().toLowerCase(Locale.ROOT) + "'"))
                    .findFirst()
                    .map(Written::node)
                    .orElse(name);
            throw StatementFailures.at(At.position(place), e);
        }
        return made;
    }

    private Options options(NamedConnection connection, Connector connector, Catalog catalog) {
        return Options.check(
                        "a connection of type '" + connector.name() + "'",
                        connector.connectionOptions(),
                        services.options().in(catalog, connection))
                .within(connectors().reach());
    }

    public static RowType checkType() {
        return CHECK_TYPE;
    }

    public Outcome check(CheckConnection statement) {
        Written written = Written.name(statement.name());
        RelationName name = At.connection(written);
        Catalog catalog = services.definitions().catalog();
        NamedConnection connection = catalog.connection(name)
                .orElseThrow(() ->
                        At.notFound(name, written, run.execution().principal().seen(catalog)));
        Connector connector = connectors().connector(connection.connector());
        long since = System.nanoTime();
        String answer = located(written, () -> {
            Options options = options(connection, connector, catalog);
            return Detached.call(services.workers(), run.execution(), () -> connector.checkConnection(options));
        });
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        return new Outcome.Rows(
                ResultCursor.of(
                        CHECK_TYPE,
                        new RowList(CHECK_TYPE)
                                .add(connection.name().name(), answer, millis)
                                .pages()),
                List.of());
    }

    private static <T> T located(Written place, Supplier<T> work) {
        try {
            return work.get();
        } catch (MillraceException e) {
            throw StatementFailures.at(At.position(place), e);
        }
    }
}
