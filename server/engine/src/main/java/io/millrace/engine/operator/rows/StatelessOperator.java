package io.millrace.engine.operator.rows;

import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.spi.data.Page;
import java.util.function.UnaryOperator;

/** Passes on a function of each page: the linear DStreams without state. */
public final class StatelessOperator implements Operator {

    private final UnaryOperator<Page> function;

    public StatelessOperator(UnaryOperator<Page> function) {
        this.function = function;
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = function.apply(delta);
        if (page.size() > 0) {
            output.emit(page);
        }
    }

    @Override
    public void finish(Output output) {}

    @Override
    public StateContainer state() {
        return StateParts.NONE;
    }

    @Override
    public long stateRows() {
        return 0;
    }

    @Override
    public long stateBytes() {
        return 0;
    }
}
