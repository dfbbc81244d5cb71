package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/** Writes one line per row with a separator between values, and a first line of names. NULL is empty. */
final class SeparatedPrinter implements RowPrinter {

    private final PrintWriter out;
    private final char separator;
    private final UnaryOperator<String> quote;
    private final boolean headed;

    private SeparatedPrinter(PrintWriter out, char separator, boolean headed, UnaryOperator<String> quote) {
        this.out = out;
        this.separator = separator;
        this.quote = quote;
        this.headed = headed;
    }

    /** Comma-separated as RFC 4180 has it; an empty text is quoted, so that it differs from NULL. */
    static SeparatedPrinter csv(PrintWriter out, boolean headed) {
        return new SeparatedPrinter(
                out,
                ',',
                headed,
                text -> text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                        ? '"' + text.replace("\"", "\"\"") + '"'
                        : text);
    }

    /** Tab-separated; tabs, line ends and backslashes in values are escaped with a backslash. */
    static SeparatedPrinter tsv(PrintWriter out, boolean headed) {
        return new SeparatedPrinter(
                out,
                '\t',
                headed,
                text -> text.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r"));
    }

    @Override
    public void begin(List<ResultColumn> columns) {
        if (headed) {
            row(columns.stream().map(ResultColumn::name).toArray());
        }
    }

    @Override
    public void row(Object[] values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                line.append(separator);
            }
            if (values[i] != null) {
                line.append(quote.apply(ResultColumn.text(values[i])));
            }
        }
        out.print(line.append('\n'));
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
