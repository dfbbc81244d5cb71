package io.millrace.engine.operator;

import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random deltas of one input: inserts few different rows and, unless it only grows, takes back rows that are there. */
final class RandomInput {

    private final RowType rowType;
    private final boolean appendOnly;
    private final Random random;
    private final List<String> present = new ArrayList<>();

    RandomInput(RowType rowType, boolean appendOnly, Random random) {
        this.rowType = rowType;
        this.appendOnly = appendOnly;
        this.random = random;
    }

    /** The text of the next delta. */
    String batch(int rows) {
        List<String> delta = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            if (!appendOnly && !present.isEmpty() && random.nextInt(5) < 2) {
                delta.add("-" + present.remove(random.nextInt(present.size())));
            } else {
                String row = row();
                int copies = random.nextInt(8) == 0 ? 2 : 1;
                delta.add((copies == 1 ? "+" : "+2*") + row);
                for (int copy = 0; copy < copies; copy++) {
                    present.add(row);
                }
            }
        }
        return String.join(" ", delta);
    }

    private String row() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            values.add(random.nextInt(8) == 0 ? "~" : value(rowType.type(i)));
        }
        return String.join("|", values);
    }

    private String value(Type type) {
        return switch (type.layout()) {
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case INT, LONG -> Integer.toString(random.nextInt(6) - 2);
            case DOUBLE -> Double.toString((random.nextInt(9) - 4) * 0.5);
            case BYTES -> "abcdefgh".substring(random.nextInt(4), 4 + random.nextInt(2) * 4);
            case DECIMAL -> (random.nextInt(9) - 4) + ".25";
            case ARRAY -> "[" + random.nextInt(3) + "]";
        };
    }

    /** All rows now there, with their numbers. */
    Map<String, Long> total() {
        Map<String, Long> total = new TreeMap<>();
        for (String row : present) {
            total.merge(row, 1L, Long::sum);
        }
        return total;
    }

    /** All rows now there, each copy by itself, as values ({@code ~} for null). */
    List<String[]> rows() {
        return present.stream().map(row -> row.split("\\|", -1)).toList();
    }
}
