package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Server-Sent Events: {@code columns}, {@code rows} with a list of rows each, and {@code end} or {@code error}. */
final class EventsResult implements ResultWriter {

    private final TextOutput out;
    private final boolean exact;
    private RowTexts texts;

    EventsResult(OutputStream out, boolean exact) {
        this.out = new TextOutput(out);
        this.exact = exact;
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
        texts = new RowTexts(columns, exact);
        event("columns", RowTexts.head(columns));
    }

    @Override
    public void rows(Page page) throws IOException {
        out.text().append("event: rows\ndata: [");
        for (int row = 0; row < page.size(); row++) {
            out.text().append(row == 0 ? "" : ",");
            texts.append(out, page, row);
        }
        out.send("]\n\n");
    }

    @Override
    public void sign() throws IOException {
        out.send(": there is nothing new\n\n");
    }

    @Override
    public void end(long rows, List<String> warnings) throws IOException {
        event("end", RowTexts.told("row_count", rows, warnings));
    }

    @Override
    public void updated(long count, List<String> warnings) throws IOException {
        event("end", RowTexts.told("updated", count, warnings));
    }

    @Override
    public boolean fail(Map<String, Object> error) throws IOException {
        event("error", PlainAnswers.json(error));
        return true;
    }

    private void event(String name, String data) throws IOException {
        out.send("event: " + name + "\ndata: " + data + "\n\n");
    }
}
