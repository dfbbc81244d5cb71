package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes aligned columns, numbers to the right. The widths are those of the rows that come first; later rows may widen a column
 * from there on. When those that come first are too wide, each value gets a line of its own instead.
 */
final class TablePrinter implements RowPrinter {

    private static final int ROWS_TO_MEASURE = 1_000;

    private final PrintWriter out;
    private final String nullText;
    private final boolean headed;
    private final int most;
    private final List<Object[]> waiting = new ArrayList<>();
    private List<ResultColumn> columns = List.of();
    private int[] widths = {};
    private boolean begun;
    private Optional<RowPrinter> other = Optional.empty();

    /** @param most the greatest width of a table */
    TablePrinter(PrintWriter out, String nullText, boolean headed, int most) {
        this.out = out;
        this.nullText = nullText;
        this.headed = headed;
        this.most = most;
    }

    @Override
    public void begin(List<ResultColumn> resultColumns) {
        columns = resultColumns;
        widths = columns.stream()
                .mapToInt(column -> headed ? CellText.width(CellText.of(column.name())) : 0)
                .toArray();
    }

    @Override
    public void row(Object[] values) {
        if (other.isPresent()) {
            other.get().row(values);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            widths[i] = Math.max(widths[i], CellText.width(CellText.of(values[i], nullText)));
        }
        waiting.add(values);
        if (waiting.size() >= ROWS_TO_MEASURE) {
            pause();
        }
    }

    @Override
    public void pause() {
        if (!waiting.isEmpty()) {
            decide();
            for (Object[] row : waiting) {
                if (other.isPresent()) {
                    other.get().row(row);
                } else {
                    line(row);
                }
            }
            waiting.clear();
            out.flush();
        }
    }

    @Override
    public void end() {
        decide();
        pause();
        out.flush();
    }

    /** Prints the head, or leaves it to another. */
    private void decide() {
        if (begun) {
            return;
        }
        begun = true;
        int width = 3 * (widths.length - 1);
        for (int each : widths) {
            width += each;
        }
        if (width > most && !waiting.isEmpty()) {
            other = Optional.of(new VerticalPrinter(out, nullText, headed));
            other.get().begin(columns);
        } else if (headed) {
            line(columns.stream().map(ResultColumn::name).toArray());
            StringBuilder rule = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                rule.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
            }
            out.println(rule);
        }
    }

    private void line(Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            String cell = CellText.of(values[i], nullText);
            String blanks = " ".repeat(Math.max(0, widths[i] - CellText.width(cell)));
            line.append(i == 0 ? "" : " | ");
            line.append(columns.get(i).isNumeric() ? blanks + cell : cell + blanks);
        }
        out.println(line.toString().stripTrailing());
    }
}
