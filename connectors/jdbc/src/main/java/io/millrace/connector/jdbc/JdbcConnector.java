package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.source.DatabaseSources;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import java.util.List;
import java.util.Optional;

/** {@code connector='jdbc'}: reads tables of databases, and writes rows to them, adding them or replacing them by key. */
public final class JdbcConnector implements Connector {

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public List<Option> options() {
        return DatabaseSources.options();
    }

    @Override
    public List<Option> sinkOptions() {
        return SinkOptions.DECLARED;
    }

    @Override
    public List<Option> connectionOptions() {
        return DatabaseAccess.DECLARED;
    }

    @Override
    public void validateConnection(Options options) {
        DatabaseAccess.of(options);
    }

    @Override
    public void validateAltered(Optional<RecordFormat> format, Options before, Options after) {
        validateConnection(after);
        DatabaseAccess.checkSameKind(before, after);
    }

    @Override
    public String checkConnection(Options options) {
        return ReadingConnections.check(DatabaseAccess.of(options));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        return DatabaseSources.open(definition);
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        return DatabaseSources.reopen(definition);
    }

    @Override
    public List<Option> lookupOptions() {
        return DatabaseSources.lookupOptions();
    }

    @Override
    public LookupSource openLookup(LookupDefinition definition) {
        return DatabaseSources.openLookup(definition);
    }

    @Override
    public LookupSource reopenLookup(LookupDefinition definition) {
        return DatabaseSources.reopenLookup(definition);
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return SinkOptions.capabilities(options);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        return JdbcSink.open(definition);
    }

    @Override
    public Sink reopenSink(SinkDefinition definition) {
        return JdbcSink.reopen(definition);
    }
}
