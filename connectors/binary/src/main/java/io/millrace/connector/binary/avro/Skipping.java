package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import org.apache.avro.Schema;

/** Passes values that nobody reads. */
final class Skipping {

    private Skipping() {}

    static void skip(Schema schema, AvroInput in) {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.take(1);
            case INT, LONG, ENUM -> in.readLong();
            case FLOAT -> in.take(Float.BYTES);
            case DOUBLE -> in.take(Double.BYTES);
            case STRING, BYTES -> in.take(in.readLong());
            case FIXED -> in.take(schema.getFixedSize());
            case RECORD -> schema.getFields().forEach(field -> skip(field.schema(), in));
            case UNION -> {
                long branch = in.readLong();
                if (branch < 0 || branch >= schema.getTypes().size()) {
                    throw ValueFault.damaged();
                }
                skip(schema.getTypes().get((int) branch), in);
            }
            case ARRAY -> skipRuns(schema.getElementType(), false, in);
            case MAP -> skipRuns(schema.getValueType(), true, in);
        }
    }

    private static void skipRuns(Schema element, boolean keyed, AvroInput in) {
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                in.take(in.readLong());
                continue;
            }
            for (long i = 0; i < count; i++) {
                if (keyed) {
                    in.take(in.readLong());
                }
                skip(element, in);
            }
        }
    }
}
