package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.MadeColumns;
import io.millrace.connector.generator.MadeReaders;
import io.millrace.connector.generator.MadeSource;
import io.millrace.connector.generator.OffsetColumn;
import io.millrace.connector.generator.OptionTimes;
import io.millrace.connector.generator.Pacer;
import io.millrace.connector.generator.nexmark.NexmarkColumns.Made;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code connector='nexmark'}: one of the event tables of the Nexmark benchmark. */
public final class NexmarkConnector implements Connector {

    static final String FIRST_TIME = "2015-07-15 00:00:00";

    @Override
    public String name() {
        return "nexmark";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("table", Kind.STRING, "person, auction, bid, or event for all of them"),
                Option.optional("events", Kind.INTEGER, "how many events of all kinds there are; without it, no end"),
                Option.withDefault("rate", Kind.DECIMAL, "0", "events of all kinds per second; 0 is unlimited")
                        .changing(),
                Option.withDefault("first.event.time", Kind.STRING, FIRST_TIME, "event time of the first event"),
                Option.withDefault("events.per.second", Kind.INTEGER, "10000", "events per second of event time"),
                Option.withDefault("seed", Kind.INTEGER, "0", "other seeds give other events"));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return made(options).stream()
                .map(column -> new SourceColumn(column.field(), Optional.empty()))
                .toList();
    }

    @Override
    public Optional<String> positionKey() {
        return Optional.of("offset");
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        Options options = definition.options();
        return new MadeSource(rows(definition), options.integer("events"), Pacer.of(options, definition.clock()));
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return new MadeReaders(rows(definition));
    }

    private NexmarkRows rows(SourceDefinition definition) {
        Options options = definition.options();
        List<Made> made = made(options);
        List<OffsetColumn> columns = definition.columns().stream()
                .map(column -> column.metadata().isPresent()
                        ? MadeColumns.metadata(column, name())
                        : find(column, made).column())
                .toList();
        return new NexmarkRows(table(options), new MadeColumns(columns));
    }

    private static NexmarkTable table(Options options) {
        String text = options.string("table").orElseThrow();
        for (NexmarkTable table : NexmarkTable.values()) {
            if (table.text().equalsIgnoreCase(text.trim())) {
                return table;
            }
        }
        throw new MillraceException(
                ErrorCode.OPTION_INVALID,
                "option 'table' is '" + text + "', but must be one of person, auction, bid, event");
    }

    private static List<Made> made(Options options) {
        long perSecond = options.integer("events.per.second").orElseThrow();
        if (perSecond < 1 || perSecond > 1_000_000_000) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'events.per.second' is '" + perSecond + "', but must be between 1 and 1000000000");
        }
        long firstMillis = OptionTimes.millis(
                "first.event.time", options.string("first.event.time").orElseThrow());
        NexmarkTimeline timeline = new NexmarkTimeline(firstMillis, perSecond);
        return table(options).columns(timeline, options.integer("seed").orElse(0L));
    }

    /** The event's column of that name, without regard to case and underscores. */
    private static Made find(SourceColumn column, List<Made> made) {
        String name = column.field().name();
        for (Made candidate : made) {
            if (plain(candidate.field().name()).equals(plain(name))) {
                if (candidate.field().type().kind() != column.field().type().kind()) {
                    throw new MillraceException(
                            ErrorCode.TYPE_MISMATCH,
                            "column \"" + name + "\" of the Nexmark events is a "
                                    + candidate.field().type().sql() + ", not a "
                                    + column.field().type().sql());
                }
                return candidate;
            }
        }
        List<String> names =
                made.stream().map(candidate -> candidate.field().name()).toList();
        String remedy = Names.nearest(name, names)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse("they have " + String.join(", ", names));
        throw new MillraceException(
                ErrorCode.COLUMN_NOT_FOUND, "the Nexmark events have no column \"" + name + "\"; " + remedy);
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "connector 'nexmark' has no sinks");
    }
}
