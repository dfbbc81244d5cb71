package io.millrace.session.lookup;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Optional;

/** Finds out whether a query, whatever else it does, wants of a table only the rows with some keys. */
public final class PinnedKey {

    private final String table;
    private final RowType rowType;
    private final List<Integer> key;
    private final PageBuilder keys;
    private boolean everywhere = true;

    private PinnedKey(String table, RowType rowType, List<Integer> key) {
        this.table = table;
        this.rowType = rowType;
        this.key = key;
        this.keys = new PageBuilder(key.stream().map(rowType::type).toList());
    }

    /**
     * The keys, with the columns of the key in its order; empty when the query may want rows with other keys than those that it names.
     *
     * @param table of which it wants them
     * @param rowType of the table
     */
    public static Optional<Page> of(DStream root, String table, RowType rowType, List<Integer> key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        PinnedKey pinned = new PinnedKey(table, rowType, key);
        pinned.visit(root);
        return pinned.everywhere && !pinned.keys.isEmpty() ? Optional.of(pinned.keys.peek()) : Optional.empty();
    }

    private void visit(DStream node) {
        if (node instanceof Filter filter && filter.input() instanceof Source source && isMeant(source)) {
            everywhere &= pins(source, filter.predicate());
        } else if (node instanceof Source source && isMeant(source)) {
            everywhere = false;
        } else {
            node.inputs().forEach(this::visit);
        }
    }

    private boolean isMeant(Source source) {
        return source.relation().equals(table);
    }

    private boolean pins(Source source, Expression predicate) {
        Optional<KeyCondition> condition = KeyCondition.of(source, predicate, rowType, key)
                .filter(found -> found.values().stream().allMatch(Literal.class::isInstance));
        if (condition.isEmpty()) {
            return false;
        }
        List<Expression> values = condition.get().values();
        for (int i = 0; i < values.size(); i++) {
            ValuesOperator.append(
                    keys.column(i), ((Literal) values.get(i)).value().orElseThrow());
        }
        keys.endRow();
        return !keys.isFull();
    }
}
