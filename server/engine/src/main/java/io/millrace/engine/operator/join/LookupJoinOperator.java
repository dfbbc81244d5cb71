package io.millrace.engine.operator.join;

import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.join.JoinKind;
import io.millrace.engine.codegen.PairPredicate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks the rows of its left input up in the right one, once the batch has brought that up to date, and forgets them.
 *
 * <p>State: the right input.
 */
public final class LookupJoinOperator implements Operator {

    private static final int RIGHT = 1;

    private final JoinOperator join;
    private final List<Page> waiting = new ArrayList<>();

    public LookupJoinOperator(
            LookupJoin node, OperatorContext context, Optional<PairPredicate> residual, ClassCompiler compiler) {
        this.join = new JoinOperator(asJoin(node), context, residual, compiler);
    }

    private static Join asJoin(LookupJoin node) {
        return new Join(
                node.outer() ? JoinKind.LEFT : JoinKind.INNER,
                node.left(),
                node.right(),
                node.leftKeys(),
                node.rightKeys(),
                List.of(),
                node.residual(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                node.rowType());
    }

    @Override
    public void process(int input, Page delta, Output output) {
        if (input != RIGHT) {
            waiting.add(delta);
            return;
        }
        Page page = join.admitted(RIGHT, delta);
        if (page.size() > 0) {
            join.store(RIGHT, page);
        }
    }

    @Override
    public void finish(Output output) {
        waiting.forEach(page -> join.lookUp(page, output));
        waiting.clear();
        join.finish(output);
    }

    @Override
    public StateContainer state() {
        return join.state();
    }

    @Override
    public void rebuild() {
        waiting.clear();
        join.rebuild();
    }

    @Override
    public long stateRows() {
        return join.stateRows();
    }

    @Override
    public long stateBytes() {
        return join.stateBytes();
    }
}
