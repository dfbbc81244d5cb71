package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.packed.PackedReader;
import java.util.List;

/** Writes ROWs, field by field. */
record RowWriter(StructType type, boolean nullable, List<ValueWriter> fields) implements ValueWriter {

    @Override
    public void put(Column column, int row, int repetition, int definition) {
        if (column.isNull(row)) {
            missing(repetition, definition);
            return;
        }
        BytesColumn packed = (BytesColumn) column;
        Column[] values = PackedReader.readRow(type, packed.data(), packed.starts()[row]);
        int there = definition + (nullable ? 1 : 0);
        for (int field = 0; field < values.length; field++) {
            fields.get(field).put(values[field], 0, repetition, there);
        }
    }

    @Override
    public void missing(int repetition, int definition) {
        fields.forEach(field -> field.missing(repetition, definition));
    }
}
