package io.millrace.engine.local;

import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.Output;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;

/** One step on one partition: takes pages, runs its operator, passes on what it emits. */
final class StepRun implements Output {

    /** Where a step's pages go. */
    private record Route(StepRun to, int port) {}

    private final StagePlan.Step step;
    private final StepTimer timer;
    private final List<Route> direct = new ArrayList<>();
    private final List<Output> borders = new ArrayList<>();
    private final StepContext context;
    private Operator operator;
    private Route[] routes = new Route[0];
    private Output[] outputs = new Output[0];
    private long rowsIn;
    private long rowsOut;
    private long committedIn;
    private long committedOut;
    private long nanos;

    StepRun(StagePlan.Step step, StepTimer timer, StepContext context) {
        this.step = step;
        this.timer = timer;
        this.context = context;
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
        rowsIn += page.size();
        if (operator == null) {
            emit(page);
            return;
        }
        StepRun caller = timer.enter(this);
        operator.process(port, page, this);
        timer.leave(caller);
    }

    void finish() {
        if (operator != null) {
            StepRun caller = timer.enter(this);
            operator.finish(this);
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
        }
    }

    @Override
    public void emit(Page page) {
        if (page.size() == 0) {
            return;
        }
        rowsOut += page.size();
        for (Route route : routes) {
            route.to().take(route.port(), page);
        }
        for (Output output : outputs) {
            output.emit(page);
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
