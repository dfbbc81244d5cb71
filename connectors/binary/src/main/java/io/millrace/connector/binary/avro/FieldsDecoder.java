package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Reads the fields of a record into columns of their names, without regard to case where there is none of just that writing. Fields
 * without a column are passed; a column without a field is NULL.
 */
final class FieldsDecoder implements ValueDecoder {

    private static final int NO_COLUMN = -1;

    private final ValueDecoder[] decoders;
    /** For each field of the schema its column, or {@link #NO_COLUMN}. */
    private final int[] columns;

    private final List<Field> declared;
    private final ColumnBuilder[] missing;
    private final Field needed;
    /** The column that is being read. */
    private int current = NO_COLUMN;

    /** @param builders where the values of each declared field go; null where they are only checked */
    FieldsDecoder(Schema schema, List<Field> declared, ColumnBuilder[] builders, Function<Field, Decoders> choosing) {
        this.declared = declared;
        List<Schema.Field> fields = schema.getFields();
        decoders = new ValueDecoder[fields.size()];
        columns = new int[fields.size()];
        boolean[] found = new boolean[declared.size()];
        for (int i = 0; i < columns.length; i++) {
            Schema.Field field = fields.get(i);
            columns[i] = column(field, schema);
            if (columns[i] == NO_COLUMN) {
                decoders[i] = in -> Skipping.skip(field.schema(), in);
            } else {
                Field column = declared.get(columns[i]);
                found[columns[i]] = true;
                decoders[i] = choosing.apply(column)
                        .of(field.schema(), column.type(), column.nullable(), builders[columns[i]]);
            }
        }
        List<ColumnBuilder> empty = new ArrayList<>();
        Field refused = null;
        for (int i = 0; i < found.length; i++) {
            if (!found[i] && builders[i] != null) {
                empty.add(builders[i]);
            }
            refused = !found[i] && !declared.get(i).nullable() ? declared.get(i) : refused;
        }
        missing = empty.toArray(ColumnBuilder[]::new);
        needed = refused;
    }

    /** The column of a field: each takes the field of just its name, or else the first that differs in case only. */
    private int column(Schema.Field field, Schema schema) {
        int inOtherCase = NO_COLUMN;
        for (int i = 0; i < declared.size(); i++) {
            String name = declared.get(i).name();
            if (name.equals(field.name())) {
                return i;
            }
            if (inOtherCase == NO_COLUMN && field(name, schema) == field) {
                inOtherCase = i;
            }
        }
        return inOtherCase;
    }

    private static Schema.Field field(String column, Schema schema) {
        Schema.Field exact = schema.getField(column);
        return exact != null
                ? exact
                : schema.getFields().stream()
                        .filter(field -> field.name().equalsIgnoreCase(column))
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void read(AvroInput in) {
        current = NO_COLUMN;
        if (needed != null) {
            throw new ValueFault(
                    ErrorCode.NULL_NOT_ALLOWED, "column \"" + needed.name() + "\" has no value, but is NOT NULL");
        }
        for (int i = 0; i < decoders.length; i++) {
            current = columns[i];
            decoders[i].read(in);
        }
        current = NO_COLUMN;
        for (ColumnBuilder column : missing) {
            column.appendNull();
        }
    }

    /** What is wrong, with the column whose value was being read. */
    String reason(ValueFault fault) {
        return (current == NO_COLUMN ? "" : "column \"" + declared.get(current).name() + "\": the value ")
                + fault.getMessage();
    }
}
