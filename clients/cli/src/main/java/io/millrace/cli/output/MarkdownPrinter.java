package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a table of Markdown. */
final class MarkdownPrinter implements RowPrinter {

    private final PrintWriter out;
    private final String nullText;
    private final boolean headed;

    MarkdownPrinter(PrintWriter out, String nullText, boolean headed) {
        this.out = out;
        this.nullText = nullText;
        this.headed = headed;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        if (headed) {
            row(columns.stream().map(ResultColumn::name).toArray());
            out.println(columns.stream()
                    .map(column -> column.isNumeric() ? "---:" : "---")
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
    }

    @Override
    public void row(Object[] values) {
        out.println(Arrays.stream(values).map(this::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }

    /** What would end a cell, or begin a tag, is text here. */
    private String cell(Object value) {
        String text = value == null ? nullText : ResultColumn.text(value);
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("\r\n", "<br>")
                .replace("\n", "<br>")
                .replace("\r", "<br>");
    }

    @Override
    public void pause() {
        out.flush();
    }

    @Override
    public void end() {
        out.flush();
    }
}
