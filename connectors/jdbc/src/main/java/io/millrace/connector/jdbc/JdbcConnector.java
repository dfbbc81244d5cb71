package io.millrace.connector.jdbc;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** {@code connector='jdbc'}: writes rows to a table of a database, adding them or replacing them by key. */
public final class JdbcConnector implements Connector {

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public List<Option> options() {
        return SinkOptions.DECLARED;
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
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "connector 'jdbc' has no sources, only sinks");
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
