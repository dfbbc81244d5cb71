package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** What Debezium says of the rows of a table in messages of Avro, whose schemas a registry has. */
public final class DebeziumAvroFormat implements Format {

    @Override
    public String name() {
        return "debezium-avro";
    }

    @Override
    public List<Option> options() {
        return new AvroFormat().options();
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        return bind(columns, List.of(), options);
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, List<Integer> key, Options options) {
        for (int place : key) {
            if (columns.get(place).metadata().isPresent()) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + columns.get(place).field().name()
                                + "\": the key of a row is in its images, so that no column of it can be METADATA");
            }
        }
        String url = options.string(AvroFormat.REGISTRY).orElseThrow(() -> AvroFormat.registryMissing(name()));
        return new Changes(columns, key, new SchemaRegistry(url, options));
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED, "format '" + name() + "' is only read; write with format = 'avro'");
    }

    private record Changes(List<SourceColumn> columns, List<Integer> key, SchemaRegistry registry)
            implements RecordFormat {

        @Override
        public RecordParser parser(int[] asked) {
            return new ChangeMessageParser(columns, key, asked, registry);
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
        public boolean inMessages() {
            return true;
        }

        @Override
        public boolean changes() {
            return true;
        }

        /** A message without value is the message of its key, behind a byte that none begins with. */
        @Override
        public Optional<ByteBuffer> withKey(byte[] recordKey, ByteBuffer value) {
            if (value != null || key.isEmpty() || recordKey == null || recordKey.length == 0) {
                return Optional.ofNullable(value);
            }
            ByteBuffer gone = ByteBuffer.allocate(recordKey.length + 1);
            gone.put(ChangeMessageParser.GONE).put(recordKey).flip();
            return Optional.of(gone);
        }
    }
}
