package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.GeneratedClass;
import io.millrace.engine.codegen.java.Trace;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.Position;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out where in the text of its statement a stage fails: by its class once more, which notes each call before it computes it. That
 * class is made when the first row fails, so that rows which do not fail cost nothing. Thread-safe.
 */
final class FailurePlaces {

    private final Stage stage;
    private final ClassCompiler compiler;
    private final boolean placed;
    private Traced traced;

    private record Traced(GeneratedClass<TracedStage> generated, Object[] constants, Trace trace) {}

    FailurePlaces(Stage stage, ClassCompiler compiler) {
        this.stage = stage;
        this.compiler = compiler;
        this.placed = Stream.of(stage.conjuncts(), stage.outputs(), stage.checks())
                .flatMap(expressions -> expressions.stream().flatMap(Rewriting::parts))
                .anyMatch(part -> position(part).isPresent());
    }

    static Optional<Position> position(Expression expression) {
        if (expression instanceof Call call) {
            return call.position();
        }
        return expression instanceof SourceCall call ? call.position() : Optional.empty();
    }

    /**
     * Where the stage fails; empty when that is in no text, or the stage does not fail.
     *
     * @param row the only one of its page
     */
    Optional<Position> find(Page row, long now) {
        if (!placed) {
            return Optional.empty();
        }
        Traced known = traced();
        TracedStage instance = known.generated.newInstance(known.constants);
        try {
            int selected = instance.select(row, new int[row.size()], now);
            if (selected == row.size()) {
                instance.columns(row, row.size(), now);
            }
            return Optional.empty();
        } catch (EvaluationException failure) {
            return known.trace.position(instance.at());
        }
    }

    private synchronized Traced traced() {
        if (traced == null) {
            Trace trace = new Trace();
            ClassText text = new ClassText(Optional.of(trace));
            CompiledStage.write(stage, text);
            traced = new Traced(compiler.compile(TracedStage.class, "Traced", text.body()), text.constants(), trace);
        }
        return traced;
    }
}
