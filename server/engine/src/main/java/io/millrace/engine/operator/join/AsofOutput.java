package io.millrace.engine.operator.join;

import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;

/** Collects pairs of an ASOF join, and left rows without a match, and emits them in pages. */
final class AsofOutput {

    static final int NO_MATCH = -1;

    private final RowBag left;
    private final RowBag right;
    private final RowType rightType;
    private final boolean outer;
    private final int[] leftIds = new int[Page.MAX_ROWS];
    private final int[] rightIds = new int[Page.MAX_ROWS];
    private final long[] weights = new long[Page.MAX_ROWS];
    private final int[] aloneIds = new int[Page.MAX_ROWS];
    private final long[] aloneWeights = new long[Page.MAX_ROWS];
    private int pairs;
    private int alone;

    /** @param outer whether left rows without a match are emitted */
    AsofOutput(RowBag left, RowBag right, RowType rightType, boolean outer) {
        this.left = left;
        this.right = right;
        this.rightType = rightType;
        this.outer = outer;
    }

    /** Adds a left row with its match, or {@link #NO_MATCH}. */
    void add(int leftId, int rightId, long weight, Output output) {
        if (weight == 0) {
            return;
        }
        if (rightId != NO_MATCH) {
            leftIds[pairs] = leftId;
            rightIds[pairs] = rightId;
            weights[pairs++] = weight;
            if (pairs == Page.MAX_ROWS) {
                emitPairs(output);
            }
        } else if (outer) {
            aloneIds[alone] = leftId;
            aloneWeights[alone++] = weight;
            if (alone == Page.MAX_ROWS) {
                emitAlone(output);
            }
        }
    }

    /** Forgets what has been collected. */
    void reset() {
        pairs = 0;
        alone = 0;
    }

    /** Emits what is left. */
    void flush(Output output) {
        if (pairs > 0) {
            emitPairs(output);
        }
        if (alone > 0) {
            emitAlone(output);
        }
    }

    private void emitPairs(Output output) {
        Column[] lefts = left.gather(leftIds, pairs);
        Column[] rights = right.gather(rightIds, pairs);
        Column[] columns = Arrays.copyOf(lefts, lefts.length + rights.length);
        System.arraycopy(rights, 0, columns, lefts.length, rights.length);
        output.emit(new Page(pairs, columns, weights(weights, pairs)));
        pairs = 0;
    }

    private void emitAlone(Output output) {
        output.emit(withNulls(left.gather(aloneIds, alone), alone, weights(aloneWeights, alone)));
        alone = 0;
    }

    /** Left rows with nulls for the right ones. */
    Page withNulls(Column[] lefts, int count, long[] rowWeights) {
        Column[] columns = Arrays.copyOf(lefts, lefts.length + rightType.size());
        int at = lefts.length;
        for (Field field : rightType.fields()) {
            columns[at++] = NullRows.column(field.type(), count);
        }
        return new Page(count, columns, rowWeights);
    }

    private static long[] weights(long[] weights, int count) {
        return Rows.orOnes(Arrays.copyOf(weights, count), count);
    }
}
