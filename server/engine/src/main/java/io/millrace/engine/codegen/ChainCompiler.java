package io.millrace.engine.codegen;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.spi.data.RowType;
import java.util.List;

/** Compiles chains of filters and projections, and predicates over rows and pairs of rows. Thread-safe. */
public final class ChainCompiler {

    private final ClassCompiler compiler;
    private final CompiledChains remembered = new CompiledChains();

    public ChainCompiler(ClassCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Compiles consecutive linear DStreams.
     *
     * @param chain {@code Filter}s and {@code Project}s, the innermost (first applied) first
     * @param input the rows that the innermost takes
     * @throws io.millrace.spi.error.MillraceException when an expression is not supported
     */
    public CompiledChain compile(List<DStream> chain, RowType input) {
        return CompiledChains.isShort(chain)
                ? remembered.get(chain, input, () -> compiled(chain, input))
                : compiled(chain, input);
    }

    private CompiledChain compiled(List<DStream> chain, RowType input) {
        return new CompiledChain(Collapse.stages(chain, input).stream()
                .map(stage -> CompiledStage.compile(stage, compiler))
                .toList());
    }

    /**
     * Compiles a predicate over the columns of a left row, then those of a right row.
     *
     * @return a new instance, for one partition
     */
    public PairPredicate compilePairPredicate(Expression predicate, RowType left, RowType right) {
        return new PairPredicate(
                CompiledStage.compile(Collapse.predicate(predicate, left, right), compiler), left.size(), right.size());
    }

    /**
     * Compiles a predicate over the columns of one row.
     *
     * @return a new instance, for one partition
     */
    public RowPredicate compileRowPredicate(Expression predicate, RowType scope) {
        return new RowPredicate(
                CompiledStage.compile(Collapse.predicate(predicate, scope, new RowType(List.of())), compiler));
    }
}
