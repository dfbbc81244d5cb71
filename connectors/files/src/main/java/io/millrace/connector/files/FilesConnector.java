package io.millrace.connector.files;

import io.millrace.connector.files.output.DurableFiles;
import io.millrace.connector.files.output.FilesSink;
import io.millrace.connector.files.output.OutputCompression;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code connector='files'}: reads a file or the files of a directory, once or as they grow and appear; writes rows to files. */
public final class FilesConnector implements Connector {

    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("path", Kind.STRING, "the file or directory; relative to the server's directory"),
                Option.optional("pattern", Kind.STRING, "which files of a directory are read, such as '*.jsonl'"),
                Option.withDefault(
                        "follow",
                        Kind.BOOLEAN,
                        "false",
                        "whether files grow: complete lines are read as they are written"),
                Option.withDefault(
                        "watch", Kind.BOOLEAN, "false", "whether new files in the directory are read as they appear"),
                FileStart.option(),
                Option.withDefault(
                        "poll.interval",
                        Kind.DURATION,
                        "1 s",
                        "how often to look for changes that the operating system does not report"),
                Option.withDefault(
                        "settle.time",
                        Kind.DURATION,
                        "2 s",
                        "in a watched directory, how long a file must rest until its last line needs no line end"),
                Option.withDefault(
                        "charset",
                        Kind.STRING,
                        "utf-8",
                        "how text is written in the files, such as 'iso-8859-1', 'windows-1252' or 'utf-16'"),
                Option.withDefault(
                                "rate",
                                Kind.DECIMAL,
                                "0",
                                "records per second, to replay a file as if its rows came in just now; 0 is unlimited")
                        .changing());
    }

    @Override
    public List<Option> sinkOptions() {
        return List.of(
                Option.required("path", Kind.STRING, "the directory; relative to the server's directory"),
                Option.optional(
                        "partition.by",
                        Kind.STRING,
                        "columns whose values part the rows into directories, such as 'day, hour'"),
                Option.withDefault(
                        "roll.size",
                        Kind.BYTES,
                        "128 MiB",
                        "how large a file gets before the next batch goes to a new one"),
                Option.optional(
                        "roll.interval", Kind.DURATION, "how old a file gets before the next batch goes to a new one"),
                OutputCompression.option(),
                Option.withDefault(
                        "existing",
                        Kind.STRING,
                        "refuse",
                        "'refuse': the directory must be empty; 'replace': files of an earlier sink are deleted"));
    }

    @Override
    public void validateAltered(Optional<RecordFormat> format, Options before, Options after) {
        if (format.isPresent()) {
            FilesSource.checkPace(format.get(), after);
        }
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
    public List<SourceColumn> findColumns(Options options, Optional<Format> format, Path directory) {
        return FilesSource.findColumns(options, format.orElseThrow(), directory);
    }

    @Override
    public Optional<String> positionKey() {
        return Optional.of("offset");
    }

    @Override
    public String startAt(Map<String, Offset> places, String before) {
        return FileStart.startAt(FileStart.reached(FileStart.of(before), places));
    }

    @Override
    public ConnectorSource openSource(SourceDefinition definition) {
        return FilesSource.open(definition);
    }

    @Override
    public ConnectorSource reopenSource(SourceDefinition definition) {
        return FilesSource.reopen(definition);
    }

    @Override
    public ReaderFactory readers(SourceDefinition definition) {
        return FileReaders.of(definition);
    }

    @Override
    public Sink openSink(SinkDefinition definition) {
        return FilesSink.open(definition, new DurableFiles(), Clock.systemUTC());
    }

    @Override
    public Sink reopenSink(SinkDefinition definition) {
        return FilesSink.reopen(definition, new DurableFiles(), Clock.systemUTC());
    }

    @Override
    public boolean endsLater(SinkDefinition definition) {
        return FilesSink.endsLater(definition);
    }

    @Override
    public SinkCapabilities sinkCapabilities(Options options) {
        return new SinkCapabilities(true, false, false, true);
    }
}
