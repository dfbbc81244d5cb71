package io.millrace.spi.connector;

import io.millrace.spi.connector.option.Options;
import io.millrace.spi.connector.reach.AllowedReach;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.TypeText;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A source described by nothing but text, to be sent to or stored for a process that has the same connectors and formats installed.
 *
 * @param connector its name
 * @param stream name of the stream or table, for messages
 * @param columns physical columns in declared order
 * @param key indexes into {@code columns} of those by which the rows of a table are found; else empty
 * @param options of the connector
 * @param format its name; empty where the connector produces rows itself
 * @param formatOptions empty where there is no format
 * @param directory against which relative paths resolve
 * @param reach which files and addresses the options may name
 */
public record SourceSpec(
        String connector,
        String stream,
        List<ColumnSpec> columns,
        List<Integer> key,
        Map<String, String> options,
        String format,
        Map<String, String> formatOptions,
        String directory,
        AllowedReach reach)
        implements Serializable {

    public SourceSpec {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        formatOptions = Collections.unmodifiableMap(new LinkedHashMap<>(formatOptions));
    }

    /**
     * A column that a source delivers.
     *
     * @param type as {@link TypeText} writes it
     * @param metadata the key of a METADATA column; else empty
     */
    public record ColumnSpec(String name, String type, boolean nullable, String metadata) implements Serializable {

        static ColumnSpec of(SourceColumn column) {
            Field field = column.field();
            return new ColumnSpec(
                    field.name(),
                    TypeText.write(field.type()),
                    field.nullable(),
                    column.metadata().orElse(""));
        }

        SourceColumn column() {
            Field field = new Field(name, TypeText.read(type), nullable);
            return new SourceColumn(field, metadata.isEmpty() ? Optional.empty() : Optional.of(metadata));
        }
    }

    /**
     * Describes a source.
     *
     * @param options of the connector and the format; others are left out
     */
    public static SourceSpec of(
            Connector connector,
            Optional<Format> format,
            Options options,
            String stream,
            List<SourceColumn> columns,
            List<Integer> key,
            Path directory) {
        return new SourceSpec(
                connector.name(),
                stream,
                columns.stream().map(ColumnSpec::of).toList(),
                key,
                options.only(connector.options()),
                format.map(Format::name).orElse(""),
                format.map(found -> options.only(found.options())).orElse(Map.of()),
                directory.toString(),
                options.reach());
    }

    /** What opens its splits. */
    public ReaderFactory readers() {
        Connector found = installedConnector();
        return found.readers(definition(found, installedFormat(), Clock.systemUTC()));
    }

    /** Opens the source. */
    public ConnectorSource open(Clock clock) {
        Connector found = installedConnector();
        return found.openSource(definition(found, installedFormat(), clock));
    }

    /** What the connector needs. */
    public SourceDefinition definition(Connector installed, Optional<Format> installedFormat, Clock clock) {
        List<SourceColumn> declared = columns.stream().map(ColumnSpec::column).toList();
        Optional<RecordFormat> bound = installedFormat.map(found -> found.bind(
                declared,
                key,
                Options.check("format '" + found.name() + "'", found.options(), formatOptions)
                        .within(reach)));
        Options checked = Options.check("connector '" + installed.name() + "'", installed.options(), options)
                .within(reach);
        return new SourceDefinition(stream, declared, key, checked, bound, Path.of(directory), clock);
    }

    private Connector installedConnector() {
        return installed(Connector.class, Connector::name, connector);
    }

    private Optional<Format> installedFormat() {
        return format.isEmpty() ? Optional.empty() : Optional.of(installed(Format.class, Format::name, format));
    }

    private static <T> T installed(Class<T> kind, Function<T, String> name, String wanted) {
        return StreamSupport.stream(ServiceLoader.load(kind).spliterator(), false)
                .filter(found -> name.apply(found).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CONNECTOR_NOT_FOUND,
                        "'" + wanted + "' is not installed here; install the same connectors and formats everywhere"));
    }
}
