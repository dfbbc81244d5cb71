package io.millrace.engine.local;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.memory.Scratch;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One step on one partition: takes pages, runs its operator, passes on what it emits. */
final class StepRun implements Output {

    /** After so many rows the state of an operator is looked at; it can have grown by these only. */
    private static final int ROWS_BETWEEN_MEASURES = 16_384;

    /** Where a step's pages go. */
    private record Route(StepRun to, int port) {}

    private final StagePlan.Step step;
    private final StepTimer timer;
    private final List<Route> direct = new ArrayList<>();
    private final List<Output> borders = new ArrayList<>();
    private final StepContext context;
    private final Scratch scratch;
    private final MemoryUse state;
    private Operator operator;
    private Route[] routes = new Route[0];
    private Output[] outputs = new Output[0];
    private long rowsIn;
    private long rowsOut;
    private long committedIn;
    private long committedOut;
    private long nanos;
    private int unmeasured;
    /** What was taken for values when the operator began to work; more than that is for the page that it emits next. */
    private long taken;

    /** @param state the memory of the operator's state */
    StepRun(StagePlan.Step step, StepTimer timer, StepContext context, Scratch scratch, MemoryUse state) {
        this.step = step;
        this.timer = timer;
        this.context = context;
        this.scratch = scratch;
        this.state = state;
    }

    StagePlan.Step step() {
        return step;
    }

    StepContext context() {
        return context;
    }

    /** Sources have no operator: what they take is what they emit. */
    void operator(Operator newOperator) {
        operator = newOperator;
    }

    void sendTo(StepRun consumer, int port) {
        direct.add(new Route(consumer, port));
        routes = direct.toArray(Route[]::new);
    }

    /** Pages also leave the stage here: into a buffer, an exchange or the result. */
    void sendOut(Output border) {
        borders.add(border);
        outputs = borders.toArray(Output[]::new);
    }

    void take(int port, Page page) {
        context.checkCancelled();
        rowsIn += page.size();
        if (operator == null) {
            emit(page);
            return;
        }
        StepRun caller = timer.enter(this);
        taken = scratch.taken();
        operator.process(port, page, this);
        scratch.backTo(taken);
        unmeasured += page.size();
        if (unmeasured >= ROWS_BETWEEN_MEASURES) {
            measure();
        }
        timer.leave(caller);
    }

    private void measure() {
        unmeasured = 0;
        state.set(operator.stateBytes());
    }

    void finish() {
        if (operator != null) {
            StepRun caller = timer.enter(this);
            taken = scratch.taken();
            operator.finish(this);
            scratch.backTo(taken);
            measure();
            timer.leave(caller);
        }
    }

    void commit() {
        committedIn = rowsIn;
        committedOut = rowsOut;
        context.commit();
        if (operator != null) {
            operator.commit();
        }
    }

    /** Takes back the batch; the time that it took stays counted. */
    void abort() {
        rowsIn = committedIn;
        rowsOut = committedOut;
        context.abort();
        if (operator != null) {
            operator.abort();
            unmeasured = 0;
            state.note(operator.stateBytes());
        }
    }

    void release() {
        if (operator != null) {
            operator.close();
        }
        state.set(0);
    }

    /** Whether it has something that lasts from batch to batch. */
    boolean isStateful() {
        return operator != null && operator.state() != StateParts.NONE;
    }

    /** The name under which its state is stored: what it does, so that the state of another plan is not taken for its own. */
    String stateName() {
        return step.index() + "-" + step.node().getClass().getSimpleName();
    }

    StateCut cut() {
        return operator.cut();
    }

    /** Takes over what was cut and then what has changed since, in order. */
    void restore(StateReader[] readers) {
        operator.restore(readers);
        state.note(operator.stateBytes());
    }

    /** What it has counted up to the last commit, for a checkpoint. */
    Consumer<Encoder> facts() {
        long in = committedIn;
        long given = committedOut;
        long worked = nanos;
        Consumer<Encoder> time = context.facts();
        return out -> {
            out.putCount(in);
            out.putCount(given);
            out.putCount(worked);
            time.accept(out);
        };
    }

    void restoreFacts(Decoder in) {
        committedIn = in.takeCount();
        committedOut = in.takeCount();
        nanos = in.takeCount();
        rowsIn = committedIn;
        rowsOut = committedOut;
        context.restoreFacts(in);
    }

    @Override
    public void emit(Page page) {
        if (page.size() == 0) {
            return;
        }
        context.checkCancelled();
        rowsOut += page.size();
        for (Route route : routes) {
            route.to().take(route.port(), page);
        }
        for (Output output : outputs) {
            output.emit(page);
        }
        if (operator != null) {
            scratch.backTo(taken);
        }
    }

    void addNanos(long elapsed) {
        nanos += elapsed;
    }

    long rowsIn() {
        return rowsIn;
    }

    long rowsOut() {
        return rowsOut;
    }

    long nanos() {
        return nanos;
    }

    long nextClose() {
        return operator == null ? Long.MAX_VALUE : operator.nextClose();
    }

    long stateRows() {
        return operator == null ? 0 : operator.stateRows();
    }

    long stateBytes() {
        return operator == null ? 0 : operator.stateBytes();
    }
}
