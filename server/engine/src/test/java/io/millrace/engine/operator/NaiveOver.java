package io.millrace.engine.operator;

import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverCall.Frame;
import io.millrace.dstream.expression.SortKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/** A window function of column 2 over partitions by column 0, ordered by column 1: each row looks at all others. */
final class NaiveOver {

    private final OverCall call;
    private final List<SortKey> order;

    NaiveOver(OverCall call, List<SortKey> order) {
        this.call = call;
        this.order = order;
    }

    List<String> compute(List<String[]> rows) {
        Map<String, List<String[]>> partitions = new LinkedHashMap<>();
        for (String[] row : rows) {
            partitions.computeIfAbsent(row[0], key -> new ArrayList<>()).add(row);
        }
        List<String> output = new ArrayList<>();
        for (List<String[]> partition : partitions.values()) {
            partition.sort((left, right) -> NaiveOrder.compare(left, right, order));
            for (int i = 0; i < partition.size(); i++) {
                output.add(String.join("|", partition.get(i)) + "|" + value(partition, i));
            }
        }
        return output;
    }

    private String value(List<String[]> rows, int at) {
        return switch (call.function()) {
            case ROW_NUMBER -> Integer.toString(at + 1);
            case RANK ->
                Long.toString(1
                        + rows.stream()
                                .filter(row -> peers(row, rows.get(at)) < 0)
                                .count());
            case DENSE_RANK ->
                Long.toString(1
                        + rows.stream()
                                .filter(row -> peers(row, rows.get(at)) < 0)
                                .map(row -> row[1])
                                .distinct()
                                .count());
            case PERCENT_RANK ->
                Double.toString(rows.stream()
                                .filter(row -> peers(row, rows.get(at)) < 0)
                                .count()
                        / (double) Math.max(1, rows.size() - 1));
            case CUME_DIST ->
                Double.toString(rows.stream()
                                .filter(row -> peers(row, rows.get(at)) <= 0)
                                .count()
                        / (double) rows.size());
            case NTILE -> tile(rows.size(), at);
            case LAG -> shifted(rows, at, -1);
            case LEAD -> shifted(rows, at, 1);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> picked(frame(rows, at));
            case COUNT, SUM, SUM0, MIN, MAX, AVG, BIT_AND, BIT_OR, BIT_XOR -> aggregate(frame(rows, at));
            default -> throw new IllegalStateException(call.function() + " is tried by scripts only");
        };
    }

    private int peers(String[] left, String[] right) {
        return NaiveOrder.compareKeys(left, right, order);
    }

    private static String tile(int size, int at) {
        List<Integer> tiles = new ArrayList<>();
        for (int tile = 1; tile <= 3; tile++) {
            for (int i = 0; i < size / 3 + (tile <= size % 3 ? 1 : 0); i++) {
                tiles.add(tile);
            }
        }
        return Integer.toString(tiles.get(at));
    }

    private String shifted(List<String[]> rows, int at, int direction) {
        int left = 2;
        for (int i = at + direction; i >= 0 && i < rows.size(); i += direction) {
            if ((!call.ignoreNulls() || !rows.get(i)[2].equals("~")) && --left == 0) {
                return rows.get(i)[2];
            }
        }
        return "77";
    }

    private List<String> frame(List<String[]> rows, int at) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            boolean inside = switch (call.frame().unit()) {
                case ROWS -> isBetween(i, at);
                case GROUPS -> isBetween(group(rows, i), group(rows, at));
                case RANGE -> inRange(rows.get(i), rows.get(at));
            };
            if (inside && !isExcluded(rows, i, at)) {
                values.add(rows.get(i)[2]);
            }
        }
        return values;
    }

    private boolean isExcluded(List<String[]> rows, int i, int at) {
        boolean peer = peers(rows.get(i), rows.get(at)) == 0;
        return switch (call.frame().exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> i == at;
            case GROUP -> peer;
            case TIES -> peer && i != at;
        };
    }

    private long group(List<String[]> rows, int at) {
        return rows.stream()
                .filter(row -> peers(row, rows.get(at)) < 0)
                .map(row -> row[1])
                .distinct()
                .count();
    }

    private boolean isBetween(long i, long at) {
        Frame frame = call.frame();
        return (frame.preceding() == Long.MAX_VALUE || i >= at - frame.preceding())
                && (frame.following() == Long.MAX_VALUE || i <= at + frame.following());
    }

    private boolean inRange(String[] row, String[] current) {
        Frame frame = call.frame();
        boolean notBefore = frame.preceding() == Long.MAX_VALUE || distance(row, current, -frame.preceding()) >= 0;
        boolean notAfter = frame.following() == Long.MAX_VALUE || distance(row, current, frame.following()) <= 0;
        return notBefore && notAfter;
    }

    /** Where a row stands against the current one moved by a distance; a null moves nowhere. */
    private int distance(String[] row, String[] current, long distance) {
        if (row[1].equals("~") || current[1].equals("~")) {
            return peers(row, current);
        }
        int direction = order.get(0).descending() ? -1 : 1;
        long moved = Long.parseLong(current[1]) + direction * distance;
        return direction * Long.compare(Long.parseLong(row[1]), moved);
    }

    private String picked(List<String> frame) {
        List<String> values = new ArrayList<>(frame);
        if (call.ignoreNulls()) {
            values.removeIf(value -> value.equals("~"));
        }
        int index = switch (call.function()) {
            case FIRST_VALUE -> 0;
            case LAST_VALUE -> values.size() - 1;
            default -> 1;
        };
        return index >= 0 && index < values.size() ? values.get(index) : "~";
    }

    private String aggregate(List<String> frame) {
        long[] values = frame.stream()
                .filter(value -> !value.equals("~"))
                .mapToLong(Long::parseLong)
                .toArray();
        long sum = Arrays.stream(values).sum();
        String whenEmpty = "~";
        return switch (call.function()) {
            case COUNT -> Long.toString(values.length);
            case SUM -> values.length == 0 ? whenEmpty : Long.toString(sum);
            case SUM0 -> Long.toString(sum);
            case AVG -> values.length == 0 ? whenEmpty : Long.toString(sum / values.length);
            case BIT_AND -> reduced(values, (left, right) -> left & right);
            case BIT_OR -> reduced(values, (left, right) -> left | right);
            case BIT_XOR -> reduced(values, (left, right) -> left ^ right);
            case MIN ->
                values.length == 0
                        ? whenEmpty
                        : Long.toString(Arrays.stream(values).min().getAsLong());
            case MAX ->
                values.length == 0
                        ? whenEmpty
                        : Long.toString(Arrays.stream(values).max().getAsLong());
            default -> throw new IllegalStateException("not an aggregate");
        };
    }

    private static String reduced(long[] values, LongBinaryOperator operation) {
        return values.length == 0
                ? "~"
                : Long.toString(Arrays.stream(values).reduce(operation).getAsLong());
    }
}
