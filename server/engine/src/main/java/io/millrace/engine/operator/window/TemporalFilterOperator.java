package io.millrace.engine.operator.window;

import io.millrace.dstream.Project;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lets rows appear and leave at their own times: {@code σ[from <= now < until]}, where now grows from batch to batch.
 *
 * <p>Rows whose time has come pass at once; those that will come or leave are kept until they do and are forgotten then. Rows that
 * are gone already, or never come, are not kept. A batch costs time in the rows that it brings and in those that come or leave.
 *
 * <p>State: the rows kept, and when each comes and leaves, which its bounds said when the row came.
 */
public final class TemporalFilterOperator implements Operator {

    private final OperatorContext context;
    private final PageFunction bounds;
    private final int[] inputColumns;
    private final int from;
    private final int until;
    private final RowBag rows;
    private final TimeIndex coming = new TimeIndex(Versions.BATCHES);
    private final TimeIndex leaving = new TimeIndex(Versions.BATCHES);
    private final StateParts state = new StateParts();

    public TemporalFilterOperator(TemporalFilter node, OperatorContext context, ClassCompiler compiler) {
        this.context = context;
        this.inputColumns = Rows.all(node.rowType().size());
        List<Expression> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < inputColumns.length; i++) {
            Field field = node.rowType().field(i);
            expressions.add(new ColumnReference(i, field.type(), field.nullable()));
            fields.add(field);
        }
        this.from = add(node.from(), expressions, fields);
        this.until = add(node.until(), expressions, fields);
        Project project = new Project(node.input(), expressions, new RowType(fields));
        this.bounds = new ChainCompiler(compiler)
                .compile(List.of(project), node.input().rowType())
                .newInstance();
        this.rows = new RowBag(node.rowType(), node.input().appendOnly(), Versions.BATCHES, compiler);
        this.state.add("rows", rows).add("coming", coming).add("leaving", leaving);
    }

    /** The index of the bound among the columns, or −1. */
    private static int add(Optional<Expression> bound, List<Expression> expressions, List<Field> fields) {
        if (bound.isEmpty()) {
            return -1;
        }
        expressions.add(bound.get());
        fields.add(new Field("bound", bound.get().type(), bound.get().nullable()));
        return fields.size() - 1;
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = bounds.apply(delta, context);
        if (page.size() == 0) {
            return;
        }
        long now = context.batchTimestamp();
        Times begins = new Times(page, from, Long.MIN_VALUE);
        Times ends = new Times(page, until, Long.MAX_VALUE);
        int[] visible = new int[page.size()];
        int[] kept = new int[page.size()];
        int visibleCount = 0;
        int keptCount = 0;
        for (int row = 0; row < page.size(); row++) {
            long begin = begins.at(row);
            long end = ends.at(row);
            if (end <= now || begin >= end || begins.isNull(row) || ends.isNull(row)) {
                continue;
            }
            if (begin <= now) {
                visible[visibleCount++] = row;
            }
            if (begin > now || until >= 0) {
                kept[keptCount++] = row;
            }
        }
        Page own = page.project(inputColumns);
        if (visibleCount > 0) {
            output.emit(visibleCount == page.size() ? own : own.gather(visible, visibleCount));
        }
        keep(own, kept, keptCount, begins, ends);
    }

    /** A bound of the rows of a page, or one constant for all. */
    private record Times(long[] values, long[] nulls, long constant) {

        Times(Page page, int column, long constant) {
            this(
                    column < 0 ? null : ((LongColumn) page.column(column)).values(),
                    column < 0 ? null : page.column(column).nulls(),
                    constant);
        }

        long at(int row) {
            return values == null ? constant : values[row];
        }

        boolean isNull(int row) {
            return values != null && NullMask.isNull(nulls, row);
        }
    }

    private void keep(Page page, int[] kept, int count, Times begins, Times ends) {
        if (count == 0) {
            return;
        }
        long now = context.batchTimestamp();
        int[] ids = rows.add(page, kept, count);
        for (int i = 0; i < count; i++) {
            if (begins.at(kept[i]) > now && !coming.contains(ids[i])) {
                coming.add(ids[i], begins.at(kept[i]));
            }
            if (until >= 0 && !leaving.contains(ids[i])) {
                leaving.add(ids[i], ends.at(kept[i]));
            }
        }
        for (int i = 0; i < count; i++) {
            boolean present = coming.contains(ids[i]) || leaving.contains(ids[i]);
            if (present && rows.weight(ids[i]) == 0) {
                coming.remove(ids[i]);
                leaving.remove(ids[i]);
                rows.remove(ids[i]);
            }
        }
    }

    @Override
    public void finish(Output output) {
        long now = context.batchTimestamp();
        int[] gone = leaving.expire(now);
        int[] seen = new int[gone.length];
        int count = 0;
        for (int id : gone) {
            if (coming.contains(id)) {
                coming.remove(id);
            } else {
                seen[count++] = id;
            }
        }
        emit(seen, count, -1, output);
        forget(gone);
        int[] come = coming.expire(now);
        emit(come, come.length, 1, output);
        if (until < 0) {
            forget(come);
        }
        context.wakeAt(Math.min(coming.next(), leaving.next()));
    }

    private void forget(int[] ids) {
        for (int id : ids) {
            rows.remove(id);
        }
    }

    private void emit(int[] ids, int count, int sign, Output output) {
        for (int start = 0; start < count; start += Page.MAX_ROWS) {
            int[] chosen = Arrays.copyOfRange(ids, start, Math.min(count, start + Page.MAX_ROWS));
            long[] weights = new long[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                weights[i] = sign * rows.weight(chosen[i]);
            }
            output.emit(
                    new Page(chosen.length, rows.gather(chosen, chosen.length), Rows.orOnes(weights, chosen.length)));
        }
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return state.bytes();
    }
}
