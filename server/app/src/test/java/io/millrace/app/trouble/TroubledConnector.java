package io.millrace.app.trouble;

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
import java.util.List;

/** {@code connector='troubled'}: numbers that grow, and any call may be made to go wrong through {@link Troubles}. */
public final class TroubledConnector implements Connector {

    @Override
    public String name() {
        return "troubled";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required("id", Kind.STRING, "which of the test's outside systems"));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    private static Troubles troubles(Options options) {
        return Troubles.of(options.string("id").orElseThrow());
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        Troubles troubles = troubles(definition.options());
        return troubles.at(Call.OPEN_SOURCE) ? null : new TroubledSource(troubles);
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return new TroubledReaders(troubles(definition.options()));
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        Troubles troubles = troubles(definition.options());
        return troubles.at(Call.OPEN_SINK) ? null : new TroubledSink(troubles);
    }
}
