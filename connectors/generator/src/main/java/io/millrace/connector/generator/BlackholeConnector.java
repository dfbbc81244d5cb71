package io.millrace.connector.generator;

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

/** {@code connector='blackhole'}: a sink that counts rows and drops them, to measure queries without an outside system. */
public final class BlackholeConnector implements Connector {

    @Override
    public String name() {
        return "blackhole";
    }

    @Override
    public List<Option> options() {
        return List.of();
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
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED, "connector 'blackhole' has no sources; 'generator' makes rows up");
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return new SinkCapabilities(true, false, true, false);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        return new BlackholeSink();
    }
}
