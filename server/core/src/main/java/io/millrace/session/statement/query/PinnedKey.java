package io.millrace.session.statement.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.driver.Changes;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out whether a query wants of a table only the rows with some keys, so that they can be looked up. */
public final class PinnedKey {

    private final String table;
    private final RowType rowType;
    private final List<Integer> key;
    private final PageBuilder keys;
    private final Set<Expression> known = new HashSet<>();
    private boolean everywhere = true;

    private PinnedKey(String table, RowType rowType, List<Integer> key) {
        this.table = table;
        this.rowType = rowType;
        this.key = key;
        this.keys = new PageBuilder(key.stream().map(rowType::type).toList());
    }

    /**
     * Empty when the query may want rows with other keys than those that it names.
     *
     * @param table of which it wants them
     * @param rowType of the table
     */
    public static Optional<PinnedKey> of(DStream root, String table, RowType rowType, List<Integer> key) {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        PinnedKey pinned = new PinnedKey(table, rowType, key);
        pinned.visit(root);
        return pinned.everywhere && !pinned.keys.isEmpty() ? Optional.of(pinned) : Optional.empty();
    }

    /** The keys, with the columns of the key in its order. */
    public Page keys() {
        return keys.peek();
    }

    /** The reading of the rows with these keys, which were looked up. */
    public Reading reading(Services services, Run run, PlannedQuery query, Changes.Found found) {
        LookedUp rows = new LookedUp(rowType.size(), known);
        PlannedQuery lean = query.withRoot(rows.lean(query.root()));
        return new Reading(services, run, lean, found.at(), Map.of(table, new RowsSnapshot(rows.rows(found.rows()))));
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
        List<Expression> conditions = new ArrayList<>();
        conjuncts(predicate, conditions);
        List<Literal> values = new ArrayList<>();
        for (int column : key) {
            int place = source.columns().indexOf(column);
            for (Expression condition : conditions) {
                Optional<Literal> value = value(condition, place, column);
                if (value.isPresent()) {
                    values.add(value.get());
                    known.add(condition);
                    break;
                }
            }
        }
        if (values.size() < key.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            ValuesOperator.append(keys.column(i), values.get(i).value().orElseThrow());
        }
        keys.endRow();
        return !keys.isFull();
    }

    private static void conjuncts(Expression predicate, List<Expression> found) {
        if (predicate instanceof Call call && call.function() == Function.AND) {
            call.arguments().forEach(argument -> conjuncts(argument, found));
        } else {
            found.add(predicate);
        }
    }

    /** The constant that a condition wants in a column. */
    private Optional<Literal> value(Expression condition, int place, int column) {
        if (!(condition instanceof Call call) || call.function() != Function.EQUAL) {
            return Optional.empty();
        }
        Expression left = call.arguments().get(0);
        Expression right = call.arguments().get(1);
        return value(left, right, place, column).or(() -> value(right, left, place, column));
    }

    private Optional<Literal> value(Expression reference, Expression constant, int place, int column) {
        boolean pinned = reference instanceof ColumnReference of
                && of.index() == place
                && constant instanceof Literal literal
                && literal.value().isPresent()
                && literal.type().layout() == rowType.type(column).layout()
                && literal.type().kind() == rowType.type(column).kind();
        return pinned ? Optional.of((Literal) constant) : Optional.empty();
    }
}
