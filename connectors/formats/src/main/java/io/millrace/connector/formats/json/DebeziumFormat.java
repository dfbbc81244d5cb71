package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BoundColumns;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What Debezium says of the rows of a table, one change a line: its images before and after, with or without the schema around them. */
public final class DebeziumFormat implements Format {

    @Override
    public String name() {
        return "debezium-json";
    }

    @Override
    public List<Option> options() {
        return DebeziumEncoding.options();
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        return bind(columns, List.of(), options);
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, List<Integer> key, Options options) {
        for (SourceColumn column : BoundColumns.ofRecord(columns)) {
            if (!JsonFormat.canHold(column.field().type())) {
                throw BoundColumns.unsupported(name(), column);
            }
        }
        for (int place : key) {
            SourceColumn column = columns.get(place);
            if (column.metadata().isPresent()) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        "column \"" + column.field().name()
                                + "\": the key of a row is in its images, so that no column of it can be METADATA");
            }
        }
        return new Changes(columns, key, DebeziumEncoding.of(options));
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        throw new MillraceException(
                ErrorCode.NOT_SUPPORTED, "format '" + name() + "' is only read; write with format = 'json'");
    }

    private record Changes(List<SourceColumn> columns, List<Integer> key, DebeziumEncoding encoding)
            implements RecordFormat {

        private static final byte[] GONE = "null".getBytes(StandardCharsets.UTF_8);

        @Override
        public RecordParser parser(int[] asked) {
            return new ChangeParser(columns, key, asked, encoding);
        }

        @Override
        public boolean splittable() {
            return true;
        }

        @Override
        public boolean header() {
            return false;
        }

        @Override
        public boolean lineEndsAreSpace() {
            return true;
        }

        @Override
        public boolean changes() {
            return true;
        }

        /** The key stands before the change on its line; one that is no object tells nothing of a row. */
        @Override
        public Optional<ByteBuffer> withKey(byte[] recordKey, ByteBuffer value) {
            if (key.isEmpty() || recordKey == null || recordKey.length == 0 || recordKey[0] != '{') {
                return Optional.ofNullable(value);
            }
            byte[] rest = value == null ? GONE : new byte[value.remaining()];
            if (value != null) {
                value.get(value.position(), rest);
            }
            ByteBuffer both = ByteBuffer.allocate(recordKey.length + 1 + rest.length);
            both.put(recordKey).put((byte) ' ').put(rest).flip();
            return Optional.of(both);
        }
    }
}
