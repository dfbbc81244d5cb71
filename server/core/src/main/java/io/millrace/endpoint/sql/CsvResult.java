package io.millrace.endpoint.sql;

import io.millrace.session.JsonRow;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Lines of values as RFC 4180 has them, the names of the columns first. NULL is nothing, an empty text stands in quotes. */
final class CsvResult implements ResultWriter {

    private static final String LINE_END = "\r\n";

    private final TextOutput out;
    private List<Field> columns = List.of();

    CsvResult(OutputStream out) {
        this.out = new TextOutput(out);
    }

    @Override
    public String contentType() {
        return "text/csv;charset=utf-8;header=present";
    }

    @Override
    public boolean isEndless() {
        return true;
    }

    @Override
    public void begin(List<Field> all) throws IOException {
        columns = all;
        for (int i = 0; i < columns.size(); i++) {
            append(out.text().append(i == 0 ? "" : ","), columns.get(i).name());
        }
        out.send(LINE_END);
    }

    @Override
    public void rows(Page page) throws IOException {
        for (int row = 0; row < page.size(); row++) {
            for (int i = 0; i < columns.size(); i++) {
                append(
                        out.text().append(i == 0 ? "" : ","),
                        page.column(i),
                        columns.get(i).type(),
                        row);
                out.pass();
            }
            out.text().append(LINE_END);
        }
        out.send();
    }

    private static void append(StringBuilder text, Column column, Type type, int row) {
        if (column.isNull(row)) {
            return;
        }
        if (type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR) {
            append(text, ((BytesColumn) column).text(row));
            return;
        }
        StringBuilder json = new StringBuilder();
        JsonRow.append(json, column, type, row);
        boolean quoted = type.kind() != TypeKind.VARIANT
                && json.charAt(0) == '"'; // times and the like, which have nothing to escape
        append(text, quoted ? json.substring(1, json.length() - 1) : json.toString());
    }

    private static void append(StringBuilder text, String value) {
        boolean plain =
                !value.isEmpty() && value.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        if (plain) {
            text.append(value);
        } else {
            text.append('"').append(value.replace("\"", "\"\"")).append('"');
        }
    }

    @Override
    public void sign() {
        // a line would be a row
    }

    @Override
    public void end(long rows, List<String> warnings) {
        // the end of the body
    }

    @Override
    public void updated(long count, List<String> warnings) throws IOException {
        out.send("updated" + LINE_END + count + LINE_END);
    }

    @Override
    public boolean fail(Map<String, Object> error) {
        return false;
    }
}
