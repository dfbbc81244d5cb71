package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * One object: columns, rows, how many there are, and notices; or an error behind the rows that came before it. Several results are a list
 * of such objects.
 */
final class JsonResult implements ResultWriter {

    private final TextOutput out;
    private final boolean exact;
    private RowTexts texts;
    private boolean any;
    private boolean several;
    private boolean open;
    private int results;

    JsonResult(OutputStream out, boolean exact) {
        this.out = new TextOutput(out);
        this.exact = exact;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public boolean isEndless() {
        return false;
    }

    @Override
    public void beginAll() throws IOException {
        several = true;
        out.send("{\"results\":[");
    }

    @Override
    public void endAll() throws IOException {
        out.send("]}\n");
    }

    /** What stands before the next of several results. */
    private void separate() throws IOException {
        if (several) {
            out.send(results == 0 ? "\n" : ",\n");
            results++;
        }
    }

    @Override
    public void begin(List<Field> columns) throws IOException {
        separate();
        open = true;
        any = false;
        texts = new RowTexts(columns, exact);
        String head = RowTexts.head(columns);
        out.send(head.substring(0, head.length() - 1) + ",\"rows\":[");
    }

    @Override
    public void rows(Page page) throws IOException {
        for (int row = 0; row < page.size(); row++) {
            out.text().append(any ? ",\n" : "\n");
            any = true;
            texts.append(out, page, row);
        }
        out.send();
    }

    @Override
    public void sign() throws IOException {
        out.send("\n");
    }

    @Override
    public void end(long rows, List<String> warnings) throws IOException {
        open = false;
        out.send("]," + RowTexts.told("row_count", rows, warnings).substring(1) + (several ? "" : "\n"));
    }

    @Override
    public void updated(long count, List<String> warnings) throws IOException {
        separate();
        out.send(RowTexts.told("updated", count, warnings) + (several ? "" : "\n"));
    }

    @Override
    public boolean fail(Map<String, Object> error) throws IOException {
        String told = PlainAnswers.json(error);
        if (open) {
            out.send("]," + told.substring(1));
        } else {
            separate();
            out.send(told);
        }
        out.send(several ? "]}\n" : "\n");
        return true;
    }
}
