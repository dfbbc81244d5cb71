package io.millrace.connector.testkit.changes;

import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.LookupSource;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Looks up in what the lines leave of each other. */
record ChangesLookup(ChangedLines lines, List<Integer> keys) implements LookupSource {

    @Override
    public Page lookUp(Page wanted, int[] columns) {
        List<String> rows = new ArrayList<>();
        for (String line : lines.complete()) {
            if (line.startsWith("-")) {
                rows.remove("+" + line.substring(1));
            } else {
                rows.add(line);
            }
        }
        List<String> found = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int key = 0; key < wanted.size(); key++) {
            for (String row : rows) {
                if (matches(wanted, key, row.split(" "))) {
                    found.add(row);
                    numbers.add(key);
                }
            }
        }
        Page values = lines.rows(found, columns);
        Column[] all = new Column[columns.length + 1];
        all[0] = new IntColumn(
                found.size(), numbers.stream().mapToInt(Integer::intValue).toArray(), null);
        for (int i = 0; i < columns.length; i++) {
            all[i + 1] = values.column(i);
        }
        return Page.of(found.size(), Arrays.asList(all));
    }

    private boolean matches(Page wanted, int row, String[] words) {
        return IntStream.range(0, keys.size())
                .allMatch(i -> !wanted.column(i).isNull(row)
                        && PageText.value(wanted.column(i), row).equals(words[1 + keys.get(i)]));
    }

    @Override
    public void close() {
        // holds nothing
    }
}
