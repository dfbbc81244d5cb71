package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.RowPredicate;
import io.millrace.engine.match.RowQueue;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * The conditions of DEFINE that look at a row and its neighbours only, whatever they are mapped to: evaluated once per row, a page at
 * a time, before the search.
 *
 * <p>State: which conditions are true for each row that has been evaluated, so that none is evaluated again, and no failure told twice.
 */
public final class RowConditions {

    private static final int CAPACITY = Page.MAX_ROWS;

    private final List<Condition> conditions;
    private final RowType input;
    private final RowBag rows;
    private final OperatorContext context;
    private final RowQueue[] queues = new RowQueue[CAPACITY];
    private final int[] places = new int[CAPACITY];
    private final int[] ids = new int[CAPACITY];
    private final int[] passed = new int[CAPACITY];
    private int count;
    /** By row id, as bits. */
    private final LongCells truths = new LongCells(Versions.CUTS);

    public RowConditions(MatchRecognize node, RowBag rows, OperatorContext context, ChainCompiler chains) {
        this.input = node.input().rowType();
        this.rows = rows;
        this.context = context;
        this.conditions = node.definitions().stream()
                .filter(RowConditions::isOfRow)
                .map(definition -> Condition.of(definition, chains))
                .toList();
    }

    private record Condition(int variable, List<MatchValue> values, RowPredicate predicate) {

        static Condition of(MatchRecognize.Definition definition, ChainCompiler chains) {
            RowType scope = MatchScope.rowType(List.of(), definition.values());
            return new Condition(
                    definition.variable(),
                    definition.values(),
                    chains.compileRowPredicate(definition.predicate(), scope));
        }
    }

    /** Whether a condition depends on the row and its neighbours only. */
    public static boolean isOfRow(MatchRecognize.Definition definition) {
        return definition.values().stream()
                .allMatch(value -> value instanceof MatchValue.Navigation navigation
                        && isCurrentRow(navigation.place(), definition.variable()));
    }

    private static boolean isCurrentRow(MatchValue.Place place, int variable) {
        boolean current = place.variables().isEmpty() || place.variables().contains(variable);
        return current && !place.first() && place.offset() == 0;
    }

    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /** Adds a row whose conditions are to be evaluated. */
    public void add(RowQueue queue, int at) {
        queues[count] = queue;
        places[count++] = at;
        if (count == CAPACITY) {
            evaluate();
        }
    }

    /** Evaluates the conditions of all rows added. */
    public void evaluate() {
        if (count > 0) {
            for (Condition condition : conditions) {
                evaluate(condition);
            }
            truths.reserve(rows.limit());
            for (int i = 0; i < count; i++) {
                truths.set(queues[i].id(places[i]), queues[i].truths(places[i]));
            }
        }
        count = 0;
    }

    StateContainer state() {
        return truths;
    }

    /** Forgets the rows that are to be evaluated. */
    void clear() {
        count = 0;
    }

    /** Takes over what is known of the first rows of a queue. */
    void recall(RowQueue queue, int examined) {
        for (int row = 0; row < examined && !isEmpty(); row++) {
            queue.truths(row, truths.get(queue.id(row)));
        }
    }

    private void evaluate(Condition condition) {
        Column[] columns = new Column[condition.values().size()];
        for (int i = 0; i < columns.length; i++) {
            if (condition.predicate().reads(i)) {
                MatchValue.Navigation value =
                        (MatchValue.Navigation) condition.values().get(i);
                columns[i] = shifted(value);
            }
        }
        int passes = condition.predicate().select(new Page(count, columns, null), passed, context, this::rejected);
        for (int i = 0; i < passes; i++) {
            queues[passed[i]].setTrue(places[passed[i]], condition.variable());
        }
    }

    private Column shifted(MatchValue.Navigation value) {
        collectIds(value.place().shift());
        return NullRows.gather(rows.store(value.column()), ids, count, input.type(value.column()));
    }

    private void collectIds(int shift) {
        for (int i = 0; i < count; i++) {
            int at = places[i] + shift;
            ids[i] = at < 0 || at >= queues[i].size() ? -1 : queues[i].id(at);
        }
    }

    private Page rejected() {
        collectIds(0);
        return new Page(count, rows.gather(ids, count), null);
    }
}
