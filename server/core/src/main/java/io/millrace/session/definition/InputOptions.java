package io.millrace.session.definition;

import io.millrace.catalog.ConflictRule;
import io.millrace.catalog.NamedConnection;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.session.outside.GivenOptions;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The options of a {@code WITH (…)} clause, checked against all who take some: the connector, the format and the engine.
 */
public final class InputOptions {

    /** The option that names the connector. */
    public static final String CONNECTOR = "connector";

    /** The option that names a connection. */
    public static final String CONNECTION = "connection";

    private static final String FORMAT = "format";
    private static final String LOOKUP = "lookup";
    private static final String IDLE_TIMEOUT = "idle.timeout";

    private static final String MAX_AHEAD = "watermark.max.ahead";

    private static final Option IDLE_TIMEOUT_OPTION =
            Option.optional(IDLE_TIMEOUT, Option.Kind.DURATION, Setting.IDLE_TIMEOUT.description());

    private static final Option MAX_AHEAD_OPTION =
            Option.optional(MAX_AHEAD, Option.Kind.DURATION, Setting.WATERMARK_MAX_AHEAD.description());

    /**
     * Options of a statement.
     *
     * @param written as the statement has them
     * @param connection that it names
     * @param values what they are; asked again whenever something connects
     */
    public record Given(
            GivenOptions written, Optional<NamedConnection> connection, Supplier<Map<String, String>> values) {}

    private final Connector connector;
    private final Optional<Format> format;
    private final Options options;
    private final List<Option> declared;
    private final AtomicReference<Given> given;
    private volatile Optional<RecordFormat> bound = Optional.empty();

    private InputOptions(
            Connector connector,
            Optional<Format> format,
            List<Option> declared,
            AtomicReference<Given> given,
            Options options) {
        this.connector = connector;
        this.format = format;
        this.declared = List.copyOf(declared);
        this.given = given;
        this.options = options;
    }

    /** The options of a source. */
    public static InputOptions source(Connectors connectors, Given given) {
        Connector connector = connector(connectors, given);
        List<Option> declared = new ArrayList<>(connector.options());
        declared.add(IDLE_TIMEOUT_OPTION);
        declared.add(MAX_AHEAD_OPTION);
        return withFormat(connectors, connector, declared, given);
    }

    /** The options of a table that is looked up. */
    public static InputOptions lookup(Connectors connectors, Given given) {
        Connector connector = connector(connectors, given);
        List<Option> declared = new ArrayList<>(connector.lookupOptions());
        declared.add(Option.withDefault(LOOKUP, Option.Kind.BOOLEAN, "false", "whether rows are looked up by key"));
        return withFormat(connectors, connector, declared, given);
    }

    /** Whether options say that rows are looked up by key. */
    public static boolean isLookup(Map<String, String> given) {
        return List.of("true", "on", "yes")
                .contains(given.getOrDefault(LOOKUP, "false").strip().toLowerCase(Locale.ROOT));
    }

    private static InputOptions withFormat(
            Connectors connectors, Connector connector, List<Option> declared, Given given) {
        Map<String, String> values = given.values().get();
        Optional<Format> format = Optional.empty();
        if (connector.takesFormat()) {
            format = Optional.of(format(connectors, connector, values));
            declared.add(Option.required(FORMAT, Option.Kind.STRING, "how records are written"));
            format.get().options().stream()
                    .filter(option ->
                            declared.stream().noneMatch(other -> other.name().equals(option.name())))
                    .forEach(declared::add);
        }
        refuseShown(declared, given.written());
        Options checked = check(connectors, connector, declared, values);
        AtomicReference<Given> now = new AtomicReference<>(given);
        Options following = checked.following(new LatestOptions(
                () -> now.get().values().get(), latest -> check(connectors, connector, declared, latest)));
        return new InputOptions(connector, format, declared, now, following);
    }

    /** What the statement gives by now. */
    public GivenOptions given() {
        return given.get().written();
    }

    /** Whether an option can be another one while rows come or go; one that nobody declares cannot. */
    public boolean isChangeable(String name) {
        return isOfConnection(name)
                || declared.stream().anyMatch(option -> option.name().equals(name) && option.changeable());
    }

    /** Whether there is such an option, which a connector, a format or the server itself takes. */
    public boolean isDeclared(String name) {
        return List.of(CONNECTOR, FORMAT, CONNECTION).contains(name)
                || declared.stream().anyMatch(option -> option.matches(name));
    }

    /** Whether an option says where another system is and who asks there. */
    public boolean isOfConnection(String name) {
        return connector.connectionOptions().stream()
                .anyMatch(option -> option.name().equals(name));
    }

    /** Those that can be another one while rows come or go. */
    public List<String> changeable() {
        return Stream.concat(declared.stream(), connector.connectionOptions().stream())
                .map(Option::name)
                .distinct()
                .filter(this::isChangeable)
                .toList();
    }

    /** Has whatever was opened with these options ask for others from now on. */
    public void follow(InputOptions others) {
        given.set(others.given.get());
    }

    /** Refuses others that what is open could not go on with. */
    public void checkFollowing(InputOptions others) {
        connector.validateAltered(bound, options, others.options);
    }

    /** The connector that is named, or that of the connection; what the connection says is not said by the statement, too. */
    private static Connector connector(Connectors connectors, Given given) {
        Optional<NamedConnection> connection = given.connection();
        Connector connector = connectors.connector(given.values().get().get(CONNECTOR));
        connection.filter(named -> !connector.name().equals(named.connector())).ifPresent(named -> {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'connector' is '" + connector.name() + "', but "
                            + named.name().title() + " is one of type '" + named.connector()
                            + "'; leave the option out");
        });
        connection.ifPresent(named -> connector.connectionOptions().stream()
                .map(Option::name)
                .filter(option -> given.written().texts().containsKey(option)
                        || given.written().secrets().containsKey(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new MillraceException(
                            ErrorCode.OPTION_INVALID,
                            "option '" + option + "' is for " + named.name().title()
                                    + " to say; write ALTER CONNECTION "
                                    + named.name().name() + " SET (" + option
                                    + " = …), or leave out the connection");
                }));
        return connector;
    }

    private static void refuseShown(List<Option> declared, GivenOptions given) {
        given.secrets().keySet().stream()
                .filter(name -> declared.stream()
                        .anyMatch(option -> option.name().equals(name) && option.kind() != Option.Kind.SECRET))
                .findFirst()
                .ifPresent(name -> {
                    throw new MillraceException(
                            ErrorCode.OPTION_INVALID,
                            "option '" + name + "' is shown to others, so that it cannot be a secret");
                });
    }

    /** The options of a sink. */
    public static InputOptions sink(Connectors connectors, Given given) {
        if (!hasConnector(given.values().get())) {
            throw new MillraceException(
                    ErrorCode.OPTION_MISSING, "a sink needs the option 'connector'; write WITH (connector = '…')");
        }
        Connector connector = connector(connectors, given);
        return withFormat(connectors, connector, new ArrayList<>(connector.sinkOptions()), given);
    }

    private static Format format(Connectors connectors, Connector connector, Map<String, String> given) {
        String name = given.get(FORMAT);
        if (name == null) {
            List<String> names = connectors.formats().stream().map(Format::name).toList();
            throw new MillraceException(
                    ErrorCode.OPTION_MISSING,
                    "connector '" + connector.name() + "' needs the option 'format': one of "
                            + String.join(", ", names));
        }
        return connectors.format(name);
    }

    private static Options check(
            Connectors connectors, Connector connector, List<Option> declared, Map<String, String> given) {
        List<Option> all = new ArrayList<>(declared);
        all.add(Option.required(CONNECTOR, Option.Kind.STRING, "what to connect to"));
        return Options.check("connector '" + connector.name() + "'", all, given).within(connectors.reach());
    }

    /** Whether options name a connector; without one, rows come by INSERT. */
    public static boolean hasConnector(Map<String, String> given) {
        return given.containsKey(CONNECTOR);
    }

    /**
     * The options that a stream or table without connector takes. Whoever writes INSERTs may take his time, so that without an idle
     * timeout they are waited for.
     */
    public static InputTiming withoutConnector(String kind, Map<String, String> given, Settings settings) {
        List<Option> declared = new ArrayList<>(List.of(
                IDLE_TIMEOUT_OPTION,
                MAX_AHEAD_OPTION,
                Option.optional(CONNECTOR, Option.Kind.STRING, "what to connect to")));
        if (kind.equals("table")) {
            declared.add(Option.optional(
                    ConflictRule.OPTION, Option.Kind.STRING, "what INSERT does about keys that are there"));
        }
        Options options = Options.check("a " + kind + " without connector", declared, given);
        Optional.ofNullable(given.get(ConflictRule.OPTION))
                .filter(rule -> ConflictRule.named(rule).isEmpty())
                .ifPresent(rule -> {
                    throw new MillraceException(
                            ErrorCode.OPTION_INVALID,
                            "option '" + ConflictRule.OPTION + "' is '" + rule
                                    + "', but must be 'fail', 'update' or 'nothing'");
                });
        Duration idle =
                settings.isGiven(Setting.IDLE_TIMEOUT) ? settings.duration(Setting.IDLE_TIMEOUT) : Duration.ZERO;
        return new InputTiming(options.duration(IDLE_TIMEOUT).orElse(idle), maxAhead(options, true, settings));
    }

    private static Optional<Duration> maxAhead(Options options, boolean live, Settings settings) {
        Optional<Duration> written = options.duration(MAX_AHEAD);
        Optional<Duration> given =
                live ? written.or(() -> Optional.of(settings.duration(Setting.WATERMARK_MAX_AHEAD))) : written;
        return given.filter(most -> !most.isZero());
    }

    /** How the rows of a source tell the time. */
    public InputTiming timing(ConnectorSource source, Settings settings) {
        return new InputTiming(
                options.duration(IDLE_TIMEOUT).orElseGet(() -> settings.duration(Setting.IDLE_TIMEOUT)),
                maxAhead(options, source.live(), settings));
    }

    /** The metadata key of the positions of rows. */
    public Optional<String> positionKey() {
        return connector.positionKey();
    }

    /** The columns that the connector gives to a stream which declares none. */
    public List<SourceColumn> defaultColumns() {
        return connector.defaultColumns(options);
    }

    /** The columns that the outside system has, for a stream which declares none and whose connector has none of its own. */
    public List<SourceColumn> findColumns(Path directory) {
        return connector.findColumns(options, format, directory);
    }

    /** The option with which a source begins at these places, and else at those that it said before. */
    public String startAt(Map<String, Offset> places, String before) {
        return connector.startAt(places, before);
    }

    public String connectorName() {
        return connector.name();
    }

    /**
     * Opens the source; the caller closes it.
     *
     * @param key indexes into {@code columns} of the key of a table
     * @param again whether it was open before the server was restarted
     */
    public ConnectorSource openSource(
            String name, List<SourceColumn> columns, List<Integer> key, Path directory, Clock clock, boolean again) {
        SourceSpec spec = SourceSpec.of(connector, format, options, name, columns, key, directory);
        SourceDefinition described = spec.definition(connector, format, clock);
        SourceDefinition definition = described.with(described.options().following(options::now));
        bound = definition.format();
        ConnectorSource source = checked(again ? connector.reopenSource(definition) : connector.openSource(definition));
        if (!source.changes()
                && definition.format().filter(RecordFormat::changes).isPresent()) {
            source.close();
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "connector '" + connector.name() + "' only adds rows, but format '"
                            + format.orElseThrow().name() + "' also changes them");
        }
        return source;
    }

    /**
     * Opens a table to look rows up; the caller closes it.
     *
     * @param keys indexes of the columns of the key
     * @param again whether it was open before the server was restarted
     */
    public LookupSource openLookup(
            String name, List<SourceColumn> columns, List<Integer> keys, Path directory, Clock clock, boolean again) {
        LookupDefinition definition = new LookupDefinition(name, columns, keys, options, directory, clock);
        return checked(again ? connector.reopenLookup(definition) : connector.openLookup(definition));
    }

    /** What the sink can take and promises. */
    public SinkCapabilities sinkCapabilities() {
        return connector.sinkCapabilities(options);
    }

    /**
     * Opens the sink; the caller closes it.
     *
     * @param key see {@link SinkDefinition}
     * @param again whether it was open before the server was restarted
     */
    public Sink openSink(String name, RowType rowType, Optional<List<Integer>> key, Path directory, boolean again) {
        SinkDefinition definition = new SinkDefinition(name, rowType, key, options, format, directory);
        return checked(again ? connector.reopenSink(definition) : connector.openSink(definition));
    }

    /** Whether the sink is to be opened after a restart even if nothing waits for it. */
    public boolean endsLater(String name, RowType rowType, Optional<List<Integer>> key, Path directory) {
        return connector.endsLater(new SinkDefinition(name, rowType, key, options, format, directory));
    }

    private <T> T checked(T opened) {
        if (opened == null) {
            throw new IllegalStateException("connector '" + connector.name() + "' has opened nothing");
        }
        return opened;
    }
}
