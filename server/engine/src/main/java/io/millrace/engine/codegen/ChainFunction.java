package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Optional;

/** Runs the stages of a chain one after the other; rows that fail are found, rejected and left out. */
final class ChainFunction implements PageFunction {

    private final List<StageRun> stages;

    ChainFunction(List<CompiledStage> stages) {
        this.stages = stages.stream().map(StageRun::new).toList();
    }

    @Override
    public Page apply(Page input, Evaluation evaluation) {
        long now = evaluation.batchTimestamp();
        try {
            return run(input, now);
        } catch (EvaluationException failure) {
            Failures failures = Failures.find(input, page -> run(page, now), row -> failurePlace(row, now));
            failures.reject(input, evaluation);
            return run(failures.others(input), now);
        }
    }

    private Optional<Position> failurePlace(Page row, long now) {
        Page page = row;
        for (StageRun stage : stages) {
            try {
                page = stage.run(page, now);
            } catch (EvaluationException failure) {
                return stage.failurePlace(page, now);
            }
        }
        return Optional.empty();
    }

    private Page run(Page input, long now) {
        Page page = input;
        for (StageRun stage : stages) {
            page = stage.run(page, now);
        }
        return page;
    }
}
