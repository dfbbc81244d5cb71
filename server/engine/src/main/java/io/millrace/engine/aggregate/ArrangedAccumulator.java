package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.engine.aggregate.RetractableExtreme.CountedRows;
import io.millrace.engine.aggregate.arranged.ArrangedResult;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.OrderedRows;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * Aggregates that see the rows of a group in order: keeps all rows, or one where it is enough. The arguments are the columns of the
 * call.
 */
final class ArrangedAccumulator extends Accumulator {

    private final OrderedRows rows;
    private final ArrangedResult result;
    private final boolean keepsFirst;
    private final boolean keepsLast;
    private final CountedRows counted = new CountedRows();

    ArrangedAccumulator(
            AggregateCall call, RowType input, boolean appendOnly, Versions versions, ClassCompiler compiler) {
        List<Integer> columns = call.columns();
        Arrangement arrangement = call.arrangement().orElseThrow();
        List<OrderedRows.Place> order = arrangement.order().stream()
                .map(key -> new OrderedRows.Place(columns.indexOf(key.column()), key.descending(), key.nullsFirst()))
                .toList();
        this.rows =
                new OrderedRows(columns.stream().map(input::type).toList(), order, call.distinct(), versions, compiler);
        this.result = ArrangedResult.of(call, input);
        this.keepsFirst = appendOnly && ArrangedResult.isOfFirst(call);
        this.keepsLast = appendOnly && ArrangedResult.isOfLast(call);
    }

    @Override
    void reserve(int groups) {
        rows.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int pageRows, long[] weights) {
        if (weights == null) {
            rows.add(arguments, groups, pageRows, counted.ones(pageRows));
            forget(groups, pageRows);
            return;
        }
        int count = counted.choose(groups, pageRows, weights);
        if (count == 0) {
            return;
        }
        Column[] chosen = arguments;
        if (count < pageRows) {
            chosen = new Column[arguments.length];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = arguments[i].gather(counted.rows(), count);
            }
        }
        rows.add(chosen, counted.groups(), count, counted.weights());
        forget(counted.groups(), count);
    }

    private void forget(int[] groups, int count) {
        for (int i = 0; (keepsFirst || keepsLast) && i < count; i++) {
            rows.keepOnly(groups[i], keepsFirst ? rows.first(groups[i]) : rows.last(groups[i]));
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        throw new IllegalStateException("ordered rows are not merged");
    }

    @Override
    boolean mergeable() {
        return false;
    }

    @Override
    Column results(int[] groups, int count) {
        return result.of(rows, groups, count);
    }

    @Override
    void clear(int group) {
        rows.clear(group);
    }

    @Override
    long rows() {
        return rows.size();
    }

    @Override
    StateContainer state() {
        return rows;
    }
}
