package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Writes each value on a line of its own, behind the name of its column. */
final class VerticalPrinter implements RowPrinter {

    private final PrintWriter out;
    private final String nullText;
    private final boolean headed;
    private List<String> names = List.of();
    private int width;
    private long count;

    VerticalPrinter(PrintWriter out, String nullText, boolean headed) {
        this.out = out;
        this.nullText = nullText;
        this.headed = headed;
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        names = columns.stream().map(column -> CellText.of(column.name())).toList();
        width = names.stream().mapToInt(CellText::width).max().orElse(0);
    }

    @Override
    public void row(Object[] values) {
        count++;
        if (headed) {
            out.println("-[ " + count + " ]" + "-".repeat(Math.max(1, width)));
        } else if (count > 1) {
            out.println();
        }
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            String text = CellText.of(values[i], nullText);
            out.println((name + " ".repeat(width - CellText.width(name)) + " | " + text).stripTrailing());
        }
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
