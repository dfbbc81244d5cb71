package io.millrace.app.sink;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/** {@code connector='scripted'}: a sink to the {@link OutsideSystem} that a test has named. */
public final class ScriptedConnector implements Connector {

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.required("system", Kind.STRING, "the name of the outside system"));
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
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "connector 'scripted' has no sources");
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return new SinkCapabilities(true, false, true, true);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        return OutsideSystem.open(definition.options().string("system").orElseThrow());
    }
}
