package io.millrace.connector.socket;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Locale;

/** {@code connector='socket'}: receives records over TCP. */
public final class SocketConnector implements Connector {

    private static final int LAST_PORT = 65_535;

    @Override
    public String name() {
        return "socket";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.withDefault(
                        "mode",
                        Kind.STRING,
                        "connect",
                        "'connect': connects to a sender, again and again; 'listen': waits for any number of senders"),
                Option.withDefault(
                        "host", Kind.STRING, "localhost", "the sender's host, or the address at which to listen"),
                Option.required("port", Kind.INTEGER, "the sender's port, or the port at which to listen"));
    }

    @Override
    public boolean takesFormat() {
        return true;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        Options options = definition.options();
        options.reach().network().check("option 'host'", options.string("host").orElseThrow());
        return reopenSource(definition);
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        for (SourceColumn column : definition.columns()) {
            if (column.metadata().isPresent()) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + column.field().name() + "\": connector 'socket' has no metadata");
            }
        }
        RecordFormat format = definition
                .format()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.OPTION_MISSING, "connector 'socket' needs the option 'format', such as 'text'"));
        if (format.inMessages()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED, "option 'format' names one of messages, but connector 'socket' has lines");
        }
        Options options = definition.options();
        String host = options.string("host").orElseThrow();
        int port = port(options);
        LineReceiver receiver = new LineReceiver(format, definition.columns().size());
        String mode = options.string("mode").orElseThrow();
        return switch (mode.trim().toLowerCase(Locale.ROOT)) {
            case "connect" ->
                new ConnectingSource(host, port, receiver, options.reach().network());
            case "listen" -> ListeningSource.open(host, port, receiver);
            default ->
                throw new MillraceException(
                        ErrorCode.OPTION_INVALID, "option 'mode' is '" + mode + "', but must be 'connect' or 'listen'");
        };
    }

    private static int port(Options options) {
        long port = options.integer("port").orElseThrow();
        if (port < 0 || port > LAST_PORT) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'port' is '" + port + "', but must be between 0 and " + LAST_PORT);
        }
        return (int) port;
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "connector 'socket' has no sinks");
    }
}
