package io.millrace.connector.formats.csv;

import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which field of a record holds which of the columns that come from the record. */
final class CsvLayout {

    static final int NO_COLUMN = -1;

    private CsvLayout() {}

    /** The column of each field when the fields are the columns in declared order. */
    static int[] declared(List<SourceColumn> columns) {
        return IntStream.range(0, columns.size()).toArray();
    }

    /** The same, when the fields are named by a header. */
    static int[] named(List<String> header, List<SourceColumn> columns) {
        int[] columnOfField = new int[header.size()];
        Arrays.fill(columnOfField, NO_COLUMN);
        for (int column = 0; column < columns.size(); column++) {
            columnOfField[find(header, columns.get(column).field().name())] = column;
        }
        return columnOfField;
    }

    private static int find(List<String> header, String name) {
        for (int field = 0; field < header.size(); field++) {
            if (header.get(field).equalsIgnoreCase(name)) {
                return field;
            }
        }
        String remedy = Names.nearest(name, header)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse("it has " + String.join(", ", header));
        throw new MillraceException(
                ErrorCode.COLUMN_NOT_FOUND, "column \"" + name + "\" is not in the header of the CSV input; " + remedy);
    }

    /** The names in a header line. */
    static List<String> names(byte[] buffer, int start, int end, CsvSyntax syntax) {
        String line = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == syntax.quote() && quoted && i + 1 < text.length() && text.charAt(i + 1) == syntax.quote()) {
                name.append(c);
                i++;
            } else if (c == syntax.quote()) {
                quoted = !quoted;
            } else if (c == syntax.delimiter() && !quoted) {
                names.add(name.toString().strip());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        if (quoted) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "a quoted name in the header of the CSV input goes on in the next line, which is not supported; write"
                            + " the header in one line");
        }
        names.add(name.toString().strip());
        return names;
    }
}
