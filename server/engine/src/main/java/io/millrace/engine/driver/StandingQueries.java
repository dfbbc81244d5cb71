package io.millrace.engine.driver;

import io.millrace.dstream.Source;
import io.millrace.dstream.query.Query;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfill;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.late.LateTracing;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.ServerMemory;
import io.millrace.engine.query.DerivedTime;
import io.millrace.engine.query.QueryStop;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.query.Subscription;
import io.millrace.engine.refused.LateColumns;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.run.Engine;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How queries begin, stop and go on; see {@link Driver}. Any thread may call it. */
final class StandingQueries {

    private final Engine engine;
    private final DriverSettings settings;
    private final ChainCompiler compiler;
    private final ServerMemory memory;
    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Recovery recovery;
    private final Backfills backfills;
    private final UnreadInputs unread;
    private final Deliveries deliveries;
    private final StandingInputs inputs;
    private final Removal removal;

    StandingQueries(
            Engine engine,
            DriverSettings settings,
            ChainCompiler compiler,
            ServerMemory memory,
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            Recovery recovery,
            Backfills backfills,
            UnreadInputs unread,
            Deliveries deliveries,
            StandingInputs inputs,
            Removal removal) {
        this.engine = engine;
        this.settings = settings;
        this.compiler = compiler;
        this.memory = memory;
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.recovery = recovery;
        this.backfills = backfills;
        this.unread = unread;
        this.deliveries = deliveries;
        this.inputs = inputs;
        this.removal = removal;
        backfills.owed().anew(query -> deployAgain(query, new QueryStop(Cancellation.NEVER)));
    }

    private static ViewStore view(Query query) {
        return query.key()
                .filter(key -> !key.isEmpty())
                .map(key -> ViewStore.keyed(
                        query.root().rowType(),
                        key.stream().mapToInt(Integer::intValue).toArray()))
                .orElseGet(() -> new ViewStore(query.root().rowType()));
    }

    private QueryTarget target(Query query, Supplier<QueryTarget> sink) {
        return switch (query.output()) {
            case VIEW -> new QueryTarget.ToView(view(query));
            case STREAM -> new QueryTarget.ToStream(new StreamLog(query.root().rowType(), settings.streamRetention()));
            case SINK -> sink.get();
            case SUBSCRIPTION, RESULT -> throw new IllegalArgumentException("not a standing query");
        };
    }

    /**
     * Starts one; when that fails nothing of it is left.
     *
     * @param name which it has at first
     * @param sink what takes its rows when it is one of a sink
     * @param text the statement that it comes from, if that is to be written down
     */
    void start(
            String name,
            Beginning beginning,
            Supplier<QueryTarget> sink,
            Optional<DefinitionText> text,
            Cancellation cancellation) {
        QueryTarget target = target(beginning.query(), sink);
        try {
            start(name, beginning, target, text, cancellation);
        } catch (RuntimeException | Error e) {
            deliveries.end(List.of(name), Duration.ZERO);
            throw e;
        }
    }

    private void start(
            String name,
            Beginning beginning,
            QueryTarget target,
            Optional<DefinitionText> text,
            Cancellation cancellation) {
        Query query = beginning.query();
        QueryStop stop = new QueryStop(cancellation);
        RunningQuery running = deploy(name, query, stop, target, memory.query(settings.queryMemory()));
        beginning.beside().forEach(running::renameSource);
        Supplier<CompletableFuture<Void>> begin = () -> {
            inputs.addSide(name + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            inputs.addSide(name + SideRelations.LATE, new LateColumns(query.timed()).rowType());
            trace(running);
            if (recovery.isRestoring()) {
                backfills.join(running, beginning.backfill());
                return CompletableFuture.completedFuture(null);
            }
            return backfills.begin(running, beginning.backfill(), text).done();
        };
        try {
            unread.readAhead(relations(running), cancellation);
            CompletableFuture<Void> done = thread.call(begin, cancellation);
            thread.await(done, () -> {
                cancellation.check();
                if (target.stuck()) {
                    done.complete(null);
                }
            });
            stop.made();
        } catch (RuntimeException e) {
            running.giveUp(e);
            running.closeMemory();
            removal.abandon(name);
            throw e;
        }
    }

    private RunningQuery deploy(String name, Query query, QueryStop stop, QueryTarget target, MemoryBudget budget) {
        RunningQuery running = RunningQuery.deploy(name, query, engine, stop, target, budget);
        running.onMemoryFailure(() -> thread.submit(() -> noticeFailure(running)));
        return running;
    }

    /** A query may fail between batches, for want of memory; one that still catches up finds that out itself. */
    private void noticeFailure(RunningQuery query) {
        if (relations.query(query.name()) == query) {
            coordinator.failures().notice(query, query.failure().orElseThrow());
            if (query.giveUpRows()) {
                coordinator.republish(query.name());
            }
        }
    }

    /** Lets a query tell of its late rows, and have the time that it declares. */
    private void trace(RunningQuery running) {
        Query query = running.query();
        running.lateTracing(new LateTracing(new LateColumns(query.timed()), compiler));
        boolean live = query.ownTime().isPresent()
                && running.sources().stream().map(Source::relation).anyMatch(relations::isLive);
        running.ownTime(query.ownTime().map(time -> new DerivedTime(query, time, live, compiler)));
    }

    /**
     * The query of a sink once more, when it catches up beside the batches.
     *
     * @param name that of the one which runs
     * @param other that of the new one
     */
    Optional<RunningQuery> anew(String name, String other) {
        return backfills.ofSink(name).map(running -> {
            RunningQuery again = deploy(
                    other,
                    running.query(),
                    new QueryStop(Cancellation.NEVER),
                    running.target(),
                    memory.query(settings.queryMemory()));
            trace(again);
            if (!running.isWhole()) {
                again.beginsLate();
            }
            return again;
        });
    }

    /** Makes the relations of late and failed rows of a query new. Driver's thread. */
    void forgetSides(String name) {
        for (String side : List.of(name + SideRelations.ERRORS, name + SideRelations.LATE)) {
            RowType rowType = relations.input(side).definition().rowType();
            removal.input(side);
            inputs.addSide(side, rowType);
        }
    }

    /** Takes one out of the batches until {@link #resume}. */
    void suspend(String name, Optional<DefinitionText> text) {
        thread.call(() -> {
            checkThere(name);
            backfills.suspend(name);
            text.ifPresent(coordinator.history()::defined);
            return null;
        });
    }

    /** Lets one go on that is suspended or has failed. */
    void resume(String name, Optional<DefinitionText> text, Cancellation cancellation) {
        RunningQuery query = thread.call(() -> checkThere(name), cancellation);
        unread.readAhead(relations(query), cancellation);
        QueryStop stop = new QueryStop(cancellation);
        Optional<Backfill> backfill = thread.call(() -> beginResuming(name, text, stop), cancellation);
        try {
            backfill.ifPresent(begun -> thread.await(begun.done(), cancellation));
            stop.made();
        } catch (RuntimeException e) {
            thread.submit(() -> backfill.ifPresent(backfills::giveUp));
            throw e;
        }
    }

    /** Empty when it goes on later, after a restart without its source. */
    private Optional<Backfill> beginResuming(String name, Optional<DefinitionText> text, QueryStop stop) {
        RunningQuery query = checkThere(name);
        if (backfills.owed().computesAgain(query, () -> deployAgain(query, stop))) {
            return Optional.empty();
        }
        Optional<Backfill> resumed = backfills.resume(name, text);
        if (resumed.isPresent()) {
            return resumed;
        }
        if (backfills.isCatchingUp(name) || !query.failed()) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + name + "\" is " + (backfills.isCatchingUp(name) ? "catching up already" : "not suspended"));
        }
        if (!query.isWhole()) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\"" + name + "\" began with what came after it was made and cannot be computed again;"
                            + " CREATE OR REPLACE begins anew");
        }
        if (query.target() instanceof QueryTarget.GivenUp) {
            throw new MillraceException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the rows of \"" + name + "\" were given up for want of memory; CREATE OR REPLACE begins anew");
        }
        RunningQuery again = deployAgain(query, stop);
        try {
            return Optional.of(backfills.beginAgain(again, text));
        } catch (RuntimeException e) {
            again.closeState();
            throw e;
        }
    }

    /** A query that has failed once more, with the content that it has. */
    private RunningQuery deployAgain(RunningQuery query, QueryStop stop) {
        RunningQuery again =
                deploy(query.name(), query.query(), stop, query.target(), memory.query(settings.queryMemory()));
        trace(again);
        return again;
    }

    private RunningQuery checkThere(String name) {
        return Optional.ofNullable(relations.query(name))
                .orElseThrow(() -> new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped"));
    }

    private static List<String> relations(RunningQuery running) {
        return running.sources().stream().map(Source::relation).distinct().toList();
    }

    /** Starts one for a client. */
    Subscription subscribe(Query query, boolean backfill, Cancellation cancellation, MemoryBudget budget) {
        Subscription subscription =
                new Subscription(budget, () -> thread.submit(() -> coordinator.republish(removal.query(query.name()))));
        QueryStop stop = new QueryStop(cancellation);
        QueryTarget target = new QueryTarget.ToSubscription(subscription);
        RunningQuery running = deploy(query.name(), query, stop, target, budget);
        try {
            unread.readAhead(relations(running), cancellation);
            thread.call(() -> backfills.begin(running, backfill, Optional.empty()), cancellation);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
        return subscription;
    }
}
