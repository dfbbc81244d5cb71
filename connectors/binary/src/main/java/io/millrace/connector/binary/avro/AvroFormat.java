package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.BlockFormat;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericRecord;

/** Avro: of files the object containers, of other transports single messages whose schemas a registry has. */
public final class AvroFormat implements Format {

    static final String REGISTRY = "schema.registry.url";
    static final String USER = "schema.registry.user";
    static final String PASSWORD = "schema.registry.password";

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.optional(
                        REGISTRY,
                        Kind.STRING,
                        "the registry that has the schemas of messages, such as 'http://localhost:8081'; not needed for files"),
                Option.optional(USER, Kind.STRING, "the name to log in with at the registry"),
                Option.optional(PASSWORD, Kind.SECRET, "the password to log in with at the registry"));
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        return new Bound(columns, options.string(REGISTRY).map(url -> new SchemaRegistry(url, options)));
    }

    @Override
    public List<SourceColumn> columnsOf(FileChannel file, Options options) throws IOException {
        try (DataFileReader<GenericRecord> reader = AvroFiles.open(file)) {
            return SchemaColumns.of(reader.getSchema());
        }
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        return new ContainerWriter(rowType);
    }

    @Override
    public RecordWriter messageWriter(RowType rowType, Options options, String subject) {
        return new MessageWriter(
                rowType,
                new SchemaRegistry(options.string(REGISTRY).orElseThrow(() -> registryMissing(name())), options),
                subject);
    }

    static MillraceException registryMissing(String format) {
        return new MillraceException(
                ErrorCode.OPTION_MISSING,
                "messages in format '" + format + "' need the option '" + REGISTRY
                        + "', such as 'http://localhost:8081'");
    }

    private record Bound(List<SourceColumn> columns, Optional<SchemaRegistry> registry) implements RecordFormat {

        @Override
        public RecordParser parser(int[] asked) {
            return new MessageParser(columns, asked, registry.orElseThrow(() -> registryMissing("avro")));
        }

        @Override
        public boolean splittable() {
            return false;
        }

        @Override
        public boolean header() {
            return false;
        }

        @Override
        public Optional<BlockFormat> blocks() {
            return Optional.of(new AvroFiles(columns));
        }
    }
}
