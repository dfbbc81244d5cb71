package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.BytesTarget;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.packed.PackedMap;
import org.apache.avro.Schema;

/** Reads maps, whose keys are texts. */
final class MapDecoder implements ValueDecoder {

    private final MapType type;
    private final BytesColumnBuilder column;
    private final ColumnBuilder keyBuilder;
    private final ColumnBuilder valueBuilder;
    private final BytesTarget keys;
    private final ValueDecoder values;

    MapDecoder(Decoders decoders, Schema schema, MapType type, BytesColumnBuilder column) {
        this.type = type;
        this.column = column;
        keyBuilder = ColumnBuilder.of(type.key());
        valueBuilder = ColumnBuilder.of(type.value());
        keys = BytesTarget.text((ScalarType) type.key(), keyBuilder);
        values = decoders.of(schema.getValueType(), type.value(), type.valueNullable(), valueBuilder);
    }

    @Override
    public void read(AvroInput in) {
        keyBuilder.build();
        valueBuilder.build();
        for (long count = ArrayDecoder.run(in); count != 0; count = ArrayDecoder.run(in)) {
            for (long i = 0; i < count; i++) {
                int length = Decoders.length(in);
                keys.accept(in.bytes(), in.take(length), length);
                values.read(in);
            }
        }
        if (column != null) {
            column.append(PackedMap.of(type, keyBuilder.peek(), valueBuilder.peek(), 0, keyBuilder.size()));
        }
    }
}
