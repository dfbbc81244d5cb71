package io.millrace.session.lookup;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.join.JoinKind;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A query that joins rows of others with those of a table that have their keys, such as MERGE and conditions with IN: once the others are known, so
 * are the keys.
 *
 * @param others the graph of the rows that bring keys with them
 * @param columns those of {@code others} that hold the key, in the order of the key
 */
public record JoinedKey(DStream others, int[] columns) {

    /**
     * Empty when the query may want other rows of the table.
     *
     * @param table of which it wants rows
     * @param rowType of the table
     */
    public static Optional<JoinedKey> of(DStream root, String table, RowType rowType, List<Integer> key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        DStream node = root;
        while (!(node instanceof Join)) {
            List<DStream> reading =
                    node.inputs().stream().filter(input -> reads(input, table)).toList();
            if (reading.size() != 1) {
                return Optional.empty();
            }
            node = reading.get(0);
        }
        Join join = (Join) node;
        boolean right = reads(join.right(), table);
        if (right == reads(join.left(), table)) {
            return Optional.empty();
        }
        boolean others = right
                ? join.kind() == JoinKind.INNER || join.kind() == JoinKind.LEFT
                : join.kind() == JoinKind.INNER || join.kind() == JoinKind.SEMI;
        return others ? of(join, right, rowType, key) : Optional.empty();
    }

    private static Optional<JoinedKey> of(Join join, boolean right, RowType rowType, List<Integer> key) {
        DStream side = right ? join.right() : join.left();
        DStream others = right ? join.left() : join.right();
        List<Integer> sideKeys = right ? join.rightKeys() : join.leftKeys();
        List<Integer> otherKeys = right ? join.leftKeys() : join.rightKeys();
        int[] columns = new int[key.size()];
        for (int i = 0; i < columns.length; i++) {
            int column = key.get(i);
            Type type = rowType.type(column);
            Optional<Integer> place = IntStream.range(0, sideKeys.size())
                    .boxed()
                    .filter(pair -> column(side, sideKeys.get(pair)) == column
                            && isAlike(type, others.rowType().type(otherKeys.get(pair))))
                    .findFirst();
            if (place.isEmpty()) {
                return Optional.empty();
            }
            columns[i] = otherKeys.get(place.get());
        }
        return Optional.of(new JoinedKey(others, columns));
    }

    private static boolean isAlike(Type column, Type value) {
        boolean exact = column.kind() == TypeKind.DECIMAL || column.kind() == TypeKind.CHAR;
        return exact ? value.equals(column) : value.kind() == column.kind() && value.layout() == column.layout();
    }

    private static boolean reads(DStream node, String table) {
        return (node instanceof Source source && source.relation().equals(table))
                || node.inputs().stream().anyMatch(input -> reads(input, table));
    }

    /** The column of the table that a column of filters, exchanges and projections over it is; −1 when it is computed. */
    private static int column(DStream node, int column) {
        if (node instanceof Source source) {
            return source.columns().get(column);
        }
        if (node instanceof Filter || node instanceof Exchange) {
            return column(node.inputs().get(0), column);
        }
        return node instanceof Project project && project.expressions().get(column) instanceof ColumnReference reference
                ? column(project.input(), reference.index())
                : -1;
    }

    /** The keys in rows of the others, but for those with a NULL. */
    public Page keys(Page rows) {
        Page keys = rows.project(columns);
        int[] chosen = IntStream.range(0, keys.size())
                .filter(row -> IntStream.range(0, columns.length)
                        .noneMatch(column -> keys.column(column).isNull(row)))
                .toArray();
        return keys.gather(chosen, chosen.length).withWeights(null);
    }
}
