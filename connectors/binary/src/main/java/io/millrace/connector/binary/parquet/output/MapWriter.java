package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.packed.PackedReader;
import java.util.List;

/** Writes MAPs as lists of keys and values. See {@link ListWriter}. */
record MapWriter(MapType type, boolean nullable, int level, ValueWriter keys, ValueWriter values)
        implements ValueWriter {

    @Override
    public void put(Column column, int row, int repetition, int definition) {
        if (column.isNull(row)) {
            missing(repetition, definition);
            return;
        }
        BytesColumn packed = (BytesColumn) column;
        List<Column> entries = PackedReader.readMap(type, packed.data(), packed.starts()[row]);
        int there = definition + (nullable ? 1 : 0);
        int length = entries.get(0).size();
        if (length == 0) {
            missing(repetition, there);
        }
        for (int i = 0; i < length; i++) {
            keys.put(entries.get(0), i, i == 0 ? repetition : level, there + 1);
            values.put(entries.get(1), i, i == 0 ? repetition : level, there + 1);
        }
    }

    @Override
    public void missing(int repetition, int definition) {
        keys.missing(repetition, definition);
        values.missing(repetition, definition);
    }
}
