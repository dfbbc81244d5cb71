package io.millrace.connector.binary.avro;

import io.millrace.spi.data.Field;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.packed.PackedWriter;
import org.apache.avro.Schema;

/** Reads records within records into ROW columns; their fields are found by name. */
final class RowDecoder implements ValueDecoder {

    private final StructType type;
    private final BytesColumnBuilder column;
    private final ColumnBuilder[] builders;
    private final FieldsDecoder fields;

    RowDecoder(Decoders decoders, Schema schema, StructType type, BytesColumnBuilder column) {
        this.type = type;
        this.column = column;
        builders = type.fields().stream()
                .map(field -> ColumnBuilder.of(field.type()))
                .toArray(ColumnBuilder[]::new);
        fields = new FieldsDecoder(schema, type.fields(), builders, field -> decoders);
    }

    @Override
    public void read(AvroInput in) {
        for (ColumnBuilder builder : builders) {
            builder.build();
        }
        fields.read(in);
        if (column == null) {
            return;
        }
        PackedWriter writer = new PackedWriter();
        for (int i = 0; i < builders.length; i++) {
            Field field = type.fields().get(i);
            writer.put(field.type(), builders[i].peek(), 0);
        }
        column.append(writer.data(), 0, writer.size());
    }
}
