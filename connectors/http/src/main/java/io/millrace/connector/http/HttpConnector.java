package io.millrace.connector.http;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import java.util.List;

/** {@code connector='http'}: asks an address for rows again and again, or sends rows to one. */
public final class HttpConnector implements Connector {

    @Override
    public String name() {
        return "http";
    }

    @Override
    public List<Option> options() {
        return PollingOptions.declared();
    }

    @Override
    public List<Option> sinkOptions() {
        return WebhookOptions.declared();
    }

    @Override
    public List<Option> connectionOptions() {
        return Peer.SHARED;
    }

    @Override
    public void validateConnection(Options options) {
        Peer.of(options);
    }

    @Override
    public String checkConnection(Options options) {
        return Peer.check(options);
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
        Peer.of(definition.options()).checkReach();
        return reopenSource(definition);
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        return new PollingSource(definition);
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return SinkCapabilities.APPEND;
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        Peer.of(definition.options()).checkReach();
        return reopenSink(definition);
    }

    @Override
    public Sink reopenSink(SinkDefinition definition) {
        return new WebhookSink(definition);
    }
}
