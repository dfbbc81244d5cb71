package io.millrace.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Writes aligned columns, numbers to the right. The widths are those of the rows that come first; later rows may widen a column
 * from there on.
 */
final class TablePrinter implements RowPrinter {

    private static final int ROWS_TO_MEASURE = 1_000;
    private static final String NULL = "NULL";

    private final PrintWriter out;
    private final List<String[]> waiting = new ArrayList<>();
    private List<ResultColumn> columns = List.of();
    private int[] widths = {};
    private boolean headed;

    TablePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> resultColumns) {
        columns = resultColumns;
        widths = columns.stream()
                .mapToInt(column -> width(printable(column.name())))
                .toArray();
    }

    @Override
    public void row(Object[] values) {
        String[] cells = new String[values.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = values[i] == null ? NULL : printable(ResultColumn.text(values[i]));
            widths[i] = Math.max(widths[i], width(cells[i]));
        }
        waiting.add(cells);
        if (waiting.size() >= ROWS_TO_MEASURE) {
            pause();
        }
    }

    @Override
    public void pause() {
        if (!waiting.isEmpty()) {
            head();
            waiting.forEach(this::line);
            waiting.clear();
            out.flush();
        }
    }

    @Override
    public void end() {
        head();
        pause();
    }

    private void head() {
        if (!headed) {
            headed = true;
            line(columns.stream().map(column -> printable(column.name())).toArray(String[]::new));
            StringBuilder rule = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                rule.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
            }
            out.println(rule);
        }
    }

    private void line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String blanks = " ".repeat(Math.max(0, widths[i] - width(cells[i])));
            line.append(i == 0 ? "" : " | ");
            line.append(columns.get(i).isNumeric() ? blanks + cells[i] : cells[i] + blanks);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    /** Control characters would tear the table, or do worse to a terminal. */
    private static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> escaped.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return escaped.toString();
    }
}
