package io.millrace.engine.operator;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;

/** Adds up rows with weights over a batch and emits those whose weights do not cancel out. */
public final class PageDifference {

    private final KeyTable rows;
    private long[] weights = new long[0];
    private int[] ids = new int[0];

    public PageDifference(RowType rowType, ClassCompiler compiler) {
        rows = KeyTable.create(rowType.fields().stream().map(Field::type).toList(), Versions.NONE, compiler);
    }

    /** Adds {@code count} rows with one weight. */
    public void add(Column[] columns, int count, long weight) {
        if (ids.length < count) {
            ids = new int[count];
        }
        rows.findOrAdd(columns, count, ids);
        if (rows.limit() > weights.length) {
            weights = Arrays.copyOf(weights, Math.max(rows.limit(), weights.length * 2));
        }
        for (int i = 0; i < count; i++) {
            weights[ids[i]] += weight;
        }
    }

    /** Emits the difference and forgets it. */
    public void emit(Output output) {
        int limit = rows.limit();
        if (limit == 0) {
            return;
        }
        int[] chosen = new int[Math.min(limit, Page.MAX_ROWS)];
        int count = 0;
        for (int id = 0; id < limit; id++) {
            if (weights[id] != 0) {
                chosen[count++] = id;
            }
            if (count == Page.MAX_ROWS) {
                emit(chosen, count, output);
                count = 0;
            }
        }
        if (count > 0) {
            emit(chosen, count, output);
        }
        Arrays.fill(weights, 0, limit, 0);
        rows.clear();
    }

    /** Forgets the difference. */
    public void clear() {
        Arrays.fill(weights, 0);
        rows.clear();
    }

    private void emit(int[] chosen, int count, Output output) {
        long[] chosenWeights = new long[count];
        for (int i = 0; i < count; i++) {
            chosenWeights[i] = weights[chosen[i]];
        }
        output.emit(new Page(count, rows.gather(chosen, count), Rows.orOnes(chosenWeights, count)));
    }

    public long bytes() {
        return rows.bytes() + weights.length * 8L;
    }
}
