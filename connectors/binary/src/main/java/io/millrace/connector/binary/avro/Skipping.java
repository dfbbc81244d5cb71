package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.error.ErrorCode;
import org.apache.avro.Schema;

/** Passes values that nobody reads. */
final class Skipping {

    /** The most values within values; what is deeper is refused rather than followed. */
    private static final int MOST_LEVELS = 1000;

    private Skipping() {}

    static void skip(Schema schema, AvroInput in) {
        skip(schema, in, 0);
    }

    private static void skip(Schema schema, AvroInput in, int level) {
        if (level > MOST_LEVELS) {
            throw new ValueFault(
                    ErrorCode.INVALID_RECORD, "holds values within values on more than " + MOST_LEVELS + " levels");
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.take(1);
            case INT, LONG, ENUM -> in.readLong();
            case FLOAT -> in.take(Float.BYTES);
            case DOUBLE -> in.take(Double.BYTES);
            case STRING, BYTES -> in.take(in.readLong());
            case FIXED -> in.take(schema.getFixedSize());
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), in, level + 1);
                }
            }
            case UNION -> {
                long branch = in.readLong();
                if (branch < 0 || branch >= schema.getTypes().size()) {
                    throw ValueFault.damaged();
                }
                skip(schema.getTypes().get((int) branch), in, level);
            }
            case ARRAY -> skipRuns(schema.getElementType(), false, in, level + 1);
            case MAP -> skipRuns(schema.getValueType(), true, in, level + 1);
        }
    }

    private static void skipRuns(Schema element, boolean keyed, AvroInput in, int level) {
        for (long count = in.readLong(); count != 0; count = in.readLong()) {
            if (count < 0) {
                in.take(in.readLong());
                continue;
            }
            int before = in.at();
            for (long i = 0; i < count; i++) {
                if (keyed) {
                    in.take(in.readLong());
                }
                skip(element, in, level);
                if (in.at() == before) {
                    break; // none of them has bytes
                }
            }
        }
    }
}
