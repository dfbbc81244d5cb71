package io.millrace.connector.formats.csv;

import io.millrace.connector.formats.RecordBytes;
import io.millrace.connector.formats.ScalarText;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes rows as CSV lines; a text is quoted where it could be read as something else. */
final class CsvWriter implements RecordWriter {

    private final RowType rowType;
    private final CsvSyntax syntax;
    private final ScalarText[] texts;
    private final RecordBytes out = new RecordBytes();
    private final RecordBytes scratch = new RecordBytes();

    CsvWriter(RowType rowType, CsvSyntax syntax) {
        this.rowType = rowType;
        this.syntax = syntax;
        this.texts = rowType.fields().stream()
                .map(field -> new ScalarText(field.type()))
                .toArray(ScalarText[]::new);
    }

    @Override
    public byte[] header() {
        RecordBytes header = new RecordBytes();
        if (syntax.header()) {
            for (int i = 0; i < rowType.size(); i++) {
                Field field = rowType.field(i);
                byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
                separate(i, header);
                text(name, 0, name.length, header);
            }
            header.put('\n');
        }
        return header.toArray();
    }

    @Override
    public void append(Page page, int row) {
        for (int i = 0; i < texts.length; i++) {
            Column column = page.column(i);
            separate(i, out);
            if (column.isNull(row)) {
                out.put(syntax.nullText());
            } else if (texts[i].isText()) {
                BytesColumn bytes = (BytesColumn) column;
                text(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
            } else {
                scratch.clear();
                texts[i].append(column, row, scratch);
                text(scratch.bytes(), 0, scratch.size(), out);
            }
        }
        out.put('\n');
    }

    private void separate(int field, RecordBytes to) {
        if (field > 0) {
            to.put((char) syntax.delimiter());
        }
    }

    private void text(byte[] bytes, int start, int length, RecordBytes to) {
        if (!needsQuotes(bytes, start, length)) {
            to.put(bytes, start, length);
            return;
        }
        char quote = (char) syntax.quote();
        to.put(quote);
        int from = start;
        for (int i = start; i < start + length; i++) {
            if (bytes[i] == syntax.quote()) {
                to.put(bytes, from, i + 1 - from);
                from = i;
            }
        }
        to.put(bytes, from, start + length - from);
        to.put(quote);
    }

    private boolean needsQuotes(byte[] bytes, int start, int length) {
        if (length == 0 || syntax.isNull(bytes, start, start + length)) {
            return true;
        }
        for (int i = start; i < start + length; i++) {
            byte b = bytes[i];
            if (b == syntax.delimiter() || b == syntax.quote() || b == '\n' || b == '\r') {
                return true;
            }
        }
        return bytes[start] == ' ' || bytes[start + length - 1] == ' ';
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        out.writeTo(target);
    }
}
