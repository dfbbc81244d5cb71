package io.millrace.connector.testkit.changes;

import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.LookupDefinition;
import io.millrace.spi.connector.LookupSource;
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
import java.nio.file.Path;
import java.util.List;

/**
 * {@code connector='changes'}: a file whose lines put rows in and take them back, {@code + 1 vase} and {@code - 1 vase}, with a value
 * for each column.
 */
public final class ChangesConnector implements Connector {

    @Override
    public String name() {
        return "changes";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("path", Kind.STRING, "the file"),
                Option.withDefault("follow", Kind.BOOLEAN, "true", "whether more lines may come"));
    }

    @Override
    public boolean takesFormat() {
        return false;
    }

    @Override
    public List<SourceColumn> defaultColumns(Options options) {
        return List.of();
    }

    private static Path path(Path directory, Options options) {
        return directory.resolve(options.string("path").orElseThrow());
    }

    private static ChangedLines lines(SourceDefinition definition) {
        return new ChangedLines(path(definition.directory(), definition.options()), definition.columns());
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        return new ChangesSource(lines(definition), definition.options().bool("follow"));
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return lines(definition);
    }

    @Override
    public LookupSource openLookup(LookupDefinition definition) {
        Path path = path(definition.directory(), definition.options());
        return new ChangesLookup(new ChangedLines(path, definition.columns()), definition.keys());
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        throw new MillraceException(ErrorCode.NOT_SUPPORTED, "connector 'changes' has no sinks");
    }
}
