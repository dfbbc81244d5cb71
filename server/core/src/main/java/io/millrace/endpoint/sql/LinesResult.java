package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** A line each: an object with the columns, a list for each row, and an object that says how it ended. */
final class LinesResult implements ResultWriter {

    private final TextOutput out;
    private final boolean exact;
    private RowTexts texts;

    LinesResult(OutputStream out, boolean exact) {
        this.out = new TextOutput(out);
        this.exact = exact;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public boolean isEndless() {
        return true;
    }

    @Override
    public void begin(List<Field> columns) throws IOException {
        texts = new RowTexts(columns, exact);
        out.send(RowTexts.head(columns) + "\n");
    }

    @Override
    public void rows(Page page) throws IOException {
        for (int row = 0; row < page.size(); row++) {
            texts.append(out, page, row);
            out.text().append('\n');
        }
        out.send();
    }

    @Override
    public void sign() throws IOException {
        out.send("\n");
    }

    @Override
    public void end(long rows, List<String> warnings) throws IOException {
        out.send(RowTexts.told("row_count", rows, warnings) + "\n");
    }

    @Override
    public void updated(long count, List<String> warnings) throws IOException {
        out.send(RowTexts.told("updated", count, warnings) + "\n");
    }

    @Override
    public boolean fail(Map<String, Object> error) throws IOException {
        out.send(PlainAnswers.json(error) + "\n");
        return true;
    }
}
