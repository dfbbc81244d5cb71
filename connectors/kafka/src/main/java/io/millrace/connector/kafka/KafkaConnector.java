package io.millrace.connector.kafka;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code connector='kafka'}: reads topics of Kafka, and writes batches to them in transactions. */
public final class KafkaConnector implements Connector {

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public List<Option> options() {
        return SourceOptions.declared();
    }

    @Override
    public List<Option> sinkOptions() {
        return TopicSinkOptions.declared();
    }

    @Override
    public List<Option> connectionOptions() {
        return ClientOptions.DECLARED;
    }

    @Override
    public void validateConnection(Options options) {
        ClientOptions.properties(options);
    }

    @Override
    public String checkConnection(Options options) {
        return ClientOptions.check(options);
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
    public Optional<String> positionKey() {
        return Optional.of(KafkaMetadata.POSITION);
    }

    @Override
    public String startAt(Map<String, Offset> places, String before) {
        return SourceOptions.startAt(places, before);
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        return KafkaSource.open(definition);
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        return KafkaSource.reopen(definition);
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return KafkaReaders.of(definition);
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return TopicSinkOptions.capabilities(options);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        return KafkaSink.open(definition);
    }

    @Override
    public Sink reopenSink(SinkDefinition definition) {
        return KafkaSink.reopen(definition);
    }
}
