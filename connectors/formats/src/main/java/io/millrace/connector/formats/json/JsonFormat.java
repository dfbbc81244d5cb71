package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BoundColumns;
import io.millrace.connector.formats.FileSample;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * JSON lines: one object per line, its fields matched with the columns by name without regard to case.
 *
 * <p>A missing field is NULL; of a field that comes twice the last one counts. A VARCHAR column takes any value, nested ones
 * as their JSON text; an ARRAY column takes JSON arrays, a ROW or MAP column objects.
 */
public final class JsonFormat implements Format {

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public RecordFormat bind(List<SourceColumn> columns, Options options) {
        for (SourceColumn column : BoundColumns.ofRecord(columns)) {
            if (!canHold(column.field().type())) {
                throw BoundColumns.unsupported(name(), column);
            }
        }
        return new JsonRecordFormat(columns);
    }

    @Override
    public List<SourceColumn> columnsOf(FileChannel file, Options options) throws IOException {
        return FoundMembers.of(FileSample.of(file).lines());
    }

    @Override
    public RecordWriter writer(RowType rowType, Options options) {
        for (Field field : rowType.fields()) {
            if (!canHold(field.type())) {
                throw BoundColumns.unsupported(name(), field);
            }
        }
        return new JsonWriter(rowType);
    }

    /** Whether JSON can hold values of a type. */
    static boolean canHold(Type type) {
        if (type instanceof StructType row) {
            return row.fields().stream().allMatch(field -> canHold(field.type()));
        }
        if (type instanceof MapType map) {
            return ScalarReader.canRead(map.key()) && canHold(map.value());
        }
        if (type == Type.VARIANT) {
            return true;
        }
        return type instanceof ArrayType array
                ? !array.multiset() && canHold(array.element())
                : ScalarReader.canRead(type);
    }

    private record JsonRecordFormat(List<SourceColumn> columns) implements RecordFormat {

        @Override
        public RecordParser parser(int[] indexes) {
            return new JsonParser(columns, indexes);
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
    }
}
