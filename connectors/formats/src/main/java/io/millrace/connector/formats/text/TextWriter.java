package io.millrace.connector.formats.text;

import io.millrace.connector.formats.RecordBytes;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the only column as lines; NULL is an empty one. */
final class TextWriter implements RecordWriter {

    private final RecordBytes out = new RecordBytes();

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public void append(Page page, int row) {
        BytesColumn column = (BytesColumn) page.column(0);
        out.put(column.data(), column.starts()[row], column.lengths()[row]);
        out.put('\n');
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        out.writeTo(target);
    }
}
