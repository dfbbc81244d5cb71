package io.millrace.connector.binary.avro;

import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Writes rows as blocks of an object container file. The mark behind the blocks is made of the schema rather than by chance, so that
 * another writer can go on with the same file.
 */
final class ContainerWriter implements RecordWriter {

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int MARK = 16;

    private final byte[] schema;
    private final byte[] mark;
    private final FieldEncoder[] columns;
    private final AvroOutput rows = new AvroOutput();
    private long count;

    ContainerWriter(RowType rowType) {
        schema = RowSchema.of(rowType).toString().getBytes(StandardCharsets.UTF_8);
        mark = mark(schema);
        columns = rowType.fields().stream().map(ContainerWriter::encoder).toArray(FieldEncoder[]::new);
    }

    private static FieldEncoder encoder(Field field) {
        return new FieldEncoder(field.type(), field.nullable());
    }

    private static byte[] mark(byte[] text) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(text), MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean isStructured() {
        return true;
    }

    @Override
    public byte[] header() {
        AvroOutput head = new AvroOutput();
        head.put(MAGIC, 0, MAGIC.length);
        head.putLong(2);
        putEntry(head, "avro.schema", schema);
        putEntry(head, "avro.codec", "null".getBytes(StandardCharsets.US_ASCII));
        head.putLong(0);
        head.put(mark, 0, MARK);
        return head.toArray();
    }

    private static void putEntry(AvroOutput out, String key, byte[] value) {
        byte[] name = key.getBytes(StandardCharsets.US_ASCII);
        out.putBytes(name, 0, name.length);
        out.putBytes(value, 0, value.length);
    }

    @Override
    public void append(Page page, int row) {
        for (int column = 0; column < columns.length; column++) {
            columns[column].put(page.column(column), row, rows);
        }
        count++;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (count == 0) {
            return;
        }
        AvroOutput head = new AvroOutput();
        head.putLong(count);
        head.putLong(rows.size());
        head.writeTo(out);
        rows.writeTo(out);
        out.write(mark);
        count = 0;
    }
}
