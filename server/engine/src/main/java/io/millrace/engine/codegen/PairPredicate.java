package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;

/**
 * A compiled predicate over pairs of rows, for what a join asks beyond equal keys.
 *
 * <p>Only the columns that the predicate reads are gathered. Not thread-safe: one per partition.
 */
public final class PairPredicate {

    private final StageRun stage;
    private final int leftColumns;
    private final int rightColumns;

    PairPredicate(CompiledStage stage, int leftColumns, int rightColumns) {
        this.stage = new StageRun(stage);
        this.leftColumns = leftColumns;
        this.rightColumns = rightColumns;
    }

    /** Rows of one side, wherever they are kept. */
    @FunctionalInterface
    public interface Rows {
        Column gather(int column, int[] rows, int count);
    }

    /** The rows of a page. */
    public static Rows rows(Page page) {
        return (column, rows, count) -> page.column(column).gather(rows, count);
    }

    /**
     * Finds the pairs for which the predicate is true. Pairs for which it fails are rejected (all columns of both sides, weight
     * 1) and count as not true.
     *
     * @param leftRows row of {@code left} of each candidate pair; likewise right
     * @param count number of candidate pairs
     * @param out takes the indexes of the pairs that pass, ascending; at least {@code count} long
     * @return how many pass
     */
    public int select(
            Rows left, int[] leftRows, Rows right, int[] rightRows, int count, int[] out, Evaluation evaluation) {
        Column[] columns = new Column[leftColumns + rightColumns];
        for (int index : stage.needed()) {
            columns[index] = column(left, leftRows, right, rightRows, index, count);
        }
        Page pairs = new Page(count, columns, null);
        long now = evaluation.batchTimestamp();
        try {
            return stage.select(pairs, out, now);
        } catch (EvaluationException failure) {
            for (int index = 0; index < columns.length; index++) {
                columns[index] = column(left, leftRows, right, rightRows, index, count);
            }
            return selectWithoutFailures(pairs, out, evaluation);
        }
    }

    private Column column(Rows left, int[] leftRows, Rows right, int[] rightRows, int index, int count) {
        return index < leftColumns
                ? left.gather(index, leftRows, count)
                : right.gather(index - leftColumns, rightRows, count);
    }

    private int selectWithoutFailures(Page pairs, int[] out, Evaluation evaluation) {
        long now = evaluation.batchTimestamp();
        Failures failures =
                Failures.find(pairs, page -> stage.select(page, out, now), row -> stage.failurePlace(row, now));
        failures.reject(pairs, evaluation);
        int[] positions = new int[pairs.size()];
        int candidates = 0;
        for (int row = 0; row < pairs.size(); row++) {
            if (!failures.failed(row)) {
                positions[candidates++] = row;
            }
        }
        int kept = stage.select(failures.others(pairs), out, now);
        for (int i = 0; i < kept; i++) {
            out[i] = positions[out[i]];
        }
        return kept;
    }
}
