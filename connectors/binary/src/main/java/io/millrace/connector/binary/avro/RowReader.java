package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.PageBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Makes rows of the records of one schema. Not thread-safe. */
final class RowReader {

    private final Schema schema;
    private final PageBuilder page;
    private final FieldsDecoder fields;
    private boolean lost;

    /** @throws MillraceException when the records of the schema are no rows of these columns */
    RowReader(Schema schema, List<SourceColumn> columns, int[] asked, PageBuilder page) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw new MillraceException(
                    ErrorCode.TYPE_MISMATCH,
                    "its Avro schema is " + schema.getType().getName() + ", not a record");
        }
        this.schema = schema;
        this.page = page;
        List<Field> declared = new ArrayList<>();
        List<ColumnBuilder> builders = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).metadata().isEmpty()) {
                declared.add(columns.get(column).field());
                builders.add(builder(column, asked, page));
            }
        }
        fields = new FieldsDecoder(
                schema, declared, builders.toArray(ColumnBuilder[]::new), field -> new Decoders(field.name()));
    }

    private static ColumnBuilder builder(int column, int[] asked, PageBuilder page) {
        for (int place = 0; place < asked.length; place++) {
            if (asked[place] == column) {
                return page.column(place);
            }
        }
        return null;
    }

    /**
     * Reads a record into a row of the page, or hands it to {@code rejected}.
     *
     * @return whether there is a row more
     */
    boolean read(AvroInput in, long position, RejectedRows rejected) {
        int start = in.at();
        lost = false;
        try {
            fields.read(in);
            page.endRow();
            return true;
        } catch (ValueFault e) {
            page.abandonRow();
            String reason = fields.reason(e);
            in.moveTo(start);
            pass(in);
            rejected.reject(in.bytes(), start, in.at() - start, position, e.code(), reason);
            return false;
        }
    }

    /** Whether nobody could tell where the record that was refused last ends, so that nothing behind it can be read. */
    boolean isLost() {
        return lost;
    }

    /** Passes a record that was refused; all that is left when nobody can tell where it ends. */
    private void pass(AvroInput in) {
        try {
            Skipping.skip(schema, in);
        } catch (ValueFault e) {
            in.take(in.left());
            lost = true;
        }
    }
}
