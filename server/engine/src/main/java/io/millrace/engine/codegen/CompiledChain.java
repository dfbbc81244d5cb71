package io.millrace.engine.codegen;

import java.util.List;
import java.util.stream.Collectors;

/** A compiled chain of filters and projections. Immutable; each partition takes an instance of its own. */
public final class CompiledChain {

    private final List<CompiledStage> stages;

    CompiledChain(List<CompiledStage> stages) {
        this.stages = List.copyOf(stages);
    }

    /** The Java text, for EXPLAIN CODEGEN. */
    public String text() {
        return stages.stream().map(stage -> stage.generated().text()).collect(Collectors.joining("\n"));
    }

    public PageFunction newInstance() {
        return new ChainFunction(stages);
    }
}
