package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes rows as messages that begin with a zero byte and the number of their schema, which the registry gives to it when the first of them
 * is written.
 */
final class MessageWriter implements RecordWriter {

    private static final int UNKNOWN = -1;

    private final String schema;
    private final SchemaRegistry registry;
    private final String subject;
    private final FieldEncoder[] columns;
    private final AvroOutput out = new AvroOutput();
    private int number = UNKNOWN;

    MessageWriter(RowType rowType, SchemaRegistry registry, String subject) {
        this.schema = RowSchema.of(rowType).toString();
        this.registry = registry;
        this.subject = subject;
        this.columns = rowType.fields().stream().map(MessageWriter::encoder).toArray(FieldEncoder[]::new);
    }

    private static FieldEncoder encoder(Field field) {
        return new FieldEncoder(field.type(), field.nullable());
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public boolean isLine() {
        return false;
    }

    @Override
    public void append(Page page, int row) {
        if (number == UNKNOWN) {
            number = registry.register(subject, schema);
        }
        out.putLittleEndian(0, 1);
        out.putLittleEndian(Integer.reverseBytes(number), Integer.BYTES);
        for (int column = 0; column < columns.length; column++) {
            columns[column].put(page.column(column), row, out);
        }
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        out.writeTo(target);
    }
}
