package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.PageStage;
import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Position;
import java.util.Optional;

/** Runs an instance of one stage, with its scratch selection. */
final class StageRun {

    private final CompiledStage stage;
    private final PageStage instance;
    private int[] rows = new int[0];

    StageRun(CompiledStage stage) {
        this.stage = stage;
        this.instance = stage.newInstance();
    }

    Page run(Page input, long now) {
        Page selected = input;
        if (stage.filtering()) {
            int[] scratch = scratch(input.size());
            int count = instance.select(input, scratch, now);
            selected = count == input.size() ? input : gather(input, scratch, count);
        }
        long made = (long) stage.made() * selected.size() * Long.BYTES;
        if (made > Scratch.UNNOTICED) {
            Scratch.take(made);
        }
        return new Page(selected.size(), instance.columns(selected, selected.size(), now), selected.weights());
    }

    /** The rows that pass, without computing columns. */
    int select(Page input, int[] out, long now) {
        long taken = Scratch.takenHere();
        int count = instance.select(input, out, now);
        Scratch.giveBackTo(taken);
        return count;
    }

    /** Where in the text of its statement it fails for the only row of a page; empty when that is not known. */
    Optional<Position> failurePlace(Page row, long now) {
        return stage.places().find(row, now);
    }

    int[] needed() {
        return stage.needed();
    }

    private int[] scratch(int size) {
        if (rows.length < size) {
            rows = new int[Math.max(size, Page.MAX_ROWS)];
        }
        return rows;
    }

    private Page gather(Page input, int[] chosen, int count) {
        Column[] columns = new Column[input.columnCount()];
        for (int index : stage.needed()) {
            columns[index] = input.column(index).gather(chosen, count);
        }
        long[] weights = null;
        if (input.weights() != null) {
            weights = new long[count];
            for (int i = 0; i < count; i++) {
                weights[i] = input.weights()[chosen[i]];
            }
        }
        return new Page(count, columns, weights);
    }
}
