package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Writes each row as a JSON object on a line of its own. */
final class JsonPrinter implements RowPrinter {

    private final PrintWriter out;
    private List<ResultColumn> columns = List.of();

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(List<ResultColumn> resultColumns) {
        columns = resultColumns;
    }

    @Override
    public void row(Object[] values) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                line.append(',');
            }
            text(line, columns.get(i).name());
            line.append(':');
            value(line, values[i]);
        }
        out.print(line.append("}\n"));
    }

    @Override
    public void pause() {
        out.flush();
    }

    @Override
    public void end() {
        out.flush();
    }

    private static void value(StringBuilder line, Object value) {
        if (value == null || value instanceof Boolean) {
            line.append(value);
        } else if (value instanceof List) {
            line.append('[');
            String comma = "";
            for (Object element : (List<?>) value) {
                line.append(comma);
                value(line, element);
                comma = ",";
            }
            line.append(']');
        } else if (value instanceof Number && Double.isFinite(((Number) value).doubleValue())) {
            line.append(ResultColumn.text(value));
        } else {
            text(line, ResultColumn.text(value));
        }
    }

    private static void text(StringBuilder line, String text) {
        line.append('"');
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> line.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        line.append('"');
    }
}
