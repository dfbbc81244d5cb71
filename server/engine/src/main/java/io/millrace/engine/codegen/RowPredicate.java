package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.Page;
import java.util.function.Supplier;

/** A compiled predicate over the rows of a page. Not thread-safe: one per partition. */
public final class RowPredicate {

    private final StageRun stage;

    RowPredicate(CompiledStage stage) {
        this.stage = new StageRun(stage);
    }

    /** Whether the predicate reads a column. */
    public boolean reads(int column) {
        for (int needed : stage.needed()) {
            if (needed == column) {
                return true;
            }
        }
        return false;
    }

    /**
     * Finds the rows for which the predicate is true. Rows for which it fails count as not true.
     *
     * @param page needs only the columns that the predicate {@link #reads}
     * @param out takes the indexes of the rows that pass, ascending; at least as long as the page
     * @param rejected the rows that stand for those of the page when they are rejected
     * @return how many pass
     */
    public int select(Page page, int[] out, Evaluation evaluation, Supplier<Page> rejected) {
        long now = evaluation.batchTimestamp();
        try {
            return stage.select(page, out, now);
        } catch (EvaluationException failure) {
            return selectWithoutFailures(page, out, evaluation, rejected.get());
        }
    }

    private int selectWithoutFailures(Page page, int[] out, Evaluation evaluation, Page rejected) {
        long now = evaluation.batchTimestamp();
        Failures failures =
                Failures.find(page, part -> stage.select(part, out, now), row -> stage.failurePlace(row, now));
        failures.reject(rejected, evaluation);
        int[] positions = new int[page.size()];
        int candidates = 0;
        for (int row = 0; row < page.size(); row++) {
            if (!failures.failed(row)) {
                positions[candidates++] = row;
            }
        }
        int kept = stage.select(failures.others(page), out, now);
        for (int i = 0; i < kept; i++) {
            out[i] = positions[out[i]];
        }
        return kept;
    }
}
