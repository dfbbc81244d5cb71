package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.session.JsonRow;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Changes of a view as Server-Sent Events: each row with the number of its batch, which is its last column, as id. */
public final class ChangesResult implements ResultWriter {

    private final OutputStream out;
    private RowType rowType;

    public ChangesResult(OutputStream out) {
        this.out = out;
    }

    @Override
    public String contentType() {
        return "text/event-stream;charset=utf-8";
    }

    @Override
    public boolean isEndless() {
        return true;
    }

    @Override
    public void begin(List<Field> columns) throws IOException {
        rowType = new RowType(columns);
        write("event: begin\ndata: {}\n\n");
    }

    @Override
    public void rows(Page page) throws IOException {
        LongColumn batches = (LongColumn) page.column(page.columnCount() - 1);
        for (int row = 0; row < page.size(); row++) {
            write("id: " + batches.values()[row] + "\ndata: ");
            out.write(JsonRow.bytes(rowType, page, row));
            write("\n\n");
        }
    }

    @Override
    public void sign() throws IOException {
        write(": there is nothing new\n\n");
    }

    @Override
    public void end(long rows, List<String> warnings) throws IOException {
        write("event: end\ndata: {}\n\n");
    }

    @Override
    public void updated(long count, List<String> warnings) throws IOException {
        end(count, warnings);
    }

    @Override
    public boolean fail(Map<String, Object> error) throws IOException {
        write("event: error\ndata: " + PlainAnswers.json(error) + "\n\n");
        return true;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
