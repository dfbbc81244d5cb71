package io.millrace.engine.driver;

import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.DriverThread;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.pace.DriverSettings;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputDefinition;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.connector.ConnectorSource;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** How streams and tables come into being, stop and go on; see {@link Driver}. Any thread may call it unless a method says otherwise. */
final class StandingInputs {

    private final DriverSettings settings;
    private final ChainCompiler compiler;
    private final MemoryBudget kept;
    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final DriverThread thread;
    private final Recovery recovery;
    private final SourceStarts starts;
    private final Backfills backfills;
    private final UnreadInputs unread;
    private final Executor workers;
    private final Removal removal;

    StandingInputs(
            DriverSettings settings,
            ChainCompiler compiler,
            MemoryBudget kept,
            Relations relations,
            BatchCoordinator coordinator,
            DriverThread thread,
            Recovery recovery,
            SourceStarts starts,
            Backfills backfills,
            UnreadInputs unread,
            Executor workers,
            Removal removal) {
        this.settings = settings;
        this.compiler = compiler;
        this.kept = kept;
        this.relations = relations;
        this.coordinator = coordinator;
        this.thread = thread;
        this.recovery = recovery;
        this.starts = starts;
        this.backfills = backfills;
        this.unread = unread;
        this.workers = workers;
        this.removal = removal;
    }

    /** Adds one, which has the name at first. */
    void add(String name, InputDefinition definition, Optional<DefinitionText> text, Cancellation cancellation) {
        Supplier<Input> addition = () -> {
            Input input = newInput(name, definition);
            addSide(name + SideRelations.ERRORS, SideRelations.ERRORS_TYPE);
            try {
                definition.source().ifPresent(source -> listen(source, input));
                text.ifPresent(coordinator.history()::defined);
            } catch (RuntimeException e) {
                coordinator.republish(removal.input(name));
                coordinator.republish(removal.input(name + SideRelations.ERRORS));
                throw e;
            }
            return input;
        };
        Input added = thread.call(addition, cancellation);
        boolean ends = added.reading().filter(source -> !source.endless()).isPresent();
        boolean fills = definition
                .source()
                .filter(source -> source instanceof ReceivedSource received && received.catchesUp())
                .isPresent();
        if ((fills || (definition.table() && ends)) && !recovery.isRunning()) {
            awaitContent(added, cancellation);
        }
    }

    private void awaitContent(Input input, Cancellation cancellation) {
        thread.signal();
        try {
            thread.await(input.contentRead(), cancellation);
        } catch (RuntimeException e) {
            removal.abandon(input.name());
            throw e;
        }
    }

    private void listen(ConnectorSource source, Input input) {
        if (recovery.isRunning()) {
            recovery.afterwards(() -> starts.start(source, input));
            return;
        }
        input.reading().ifPresent(reading -> reading.onInput(thread::signal));
        if (source instanceof ReceivedSource received) {
            received.start(input.inbound());
        }
    }

    private Input newInput(String name, InputDefinition definition) {
        Input input =
                new Input(name, definition, compiler, settings.streamRetention(), kept, unread::reportRead, workers);
        input.inbound().onInput(thread::signal);
        relations.add(input);
        coordinator.giveEarlyRows(input);
        coordinator.republish(name);
        return input;
    }

    /** Adds a relation of what was refused; called by the driver's thread. */
    void addSide(String name, RowType rowType) {
        newInput(name, InputDefinition.internal(name, rowType));
    }

    /**
     * Puts another form of a stream or table that is fed by INSERT in its place, with its rows, between two batches. Queries that read it go on;
     * what clients follow ends.
     *
     * @param visible makes the new definition visible, once nothing can fail any more
     */
    void reshape(Reshaping.Form form, Optional<DefinitionText> text, Runnable visible) {
        thread.call(() -> {
            coordinator.republish(form.old());
            checkReshapes(form, Set.of());
            Input before = relations.input(form.old());
            Input input = reshaped(form, before);
            visible.run();
            takePlace(form, input);
            text.ifPresent(coordinator.history()::defined);
            coordinator.republish(names(form));
            return null;
        });
    }

    /** Fails when something but what goes with it keeps a stream or table from having another form now. Driver's thread. */
    void checkReshapes(Reshaping.Form form, Set<String> gone) {
        if (relations.input(form.old()) == null) {
            throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + form.old() + "\" was dropped");
        }
        checkReaders(form.old(), gone);
    }

    /** The same between two batches for what nothing keeps from it, when the new definition is visible. Driver's thread. */
    void reshapeNow(Reshaping.Form form) {
        takePlace(form, reshaped(form, relations.input(form.old())));
        coordinator.republish(names(form));
    }

    private Input reshaped(Reshaping.Form form, Input before) {
        InputDefinition definition = form.definition();
        Input input = new Input(
                definition.name(), definition, compiler, settings.streamRetention(), kept, unread::reportRead, workers);
        input.inbound().onInput(thread::signal);
        input.succeed(before, coordinator.published().batch(), form.shape().rows());
        return input;
    }

    private void takePlace(Reshaping.Form form, Input input) {
        String old = form.old();
        moveColumns(old, form.shape().columns());
        backfills.owed().reshape(old, form.definition().rowType(), form.shape().rows());
        removal.form(old);
        relations.add(input);
        relations.rename(old + SideRelations.ERRORS, input.name() + SideRelations.ERRORS);
    }

    private static List<String> names(Reshaping.Form form) {
        String old = form.old();
        String name = form.definition().name();
        return List.of(old, name, old + SideRelations.ERRORS, name + SideRelations.ERRORS);
    }

    /** Readers that have yet to take what has changed know it by its old form. */
    private void checkReaders(String name, Set<String> gone) {
        backfills
                .apart()
                .filter(query -> query.reads(name) && !gone.contains(query.name()))
                .findFirst()
                .ifPresent(query -> {
                    throw new MillraceException(
                            ErrorCode.DEPENDENTS_EXIST,
                            "\"" + query.name() + "\", which reads \"" + name
                                    + "\", is suspended or catches up with it; RESUME it, or wait for that");
                });
    }

    private void moveColumns(String name, IntUnaryOperator columns) {
        for (RunningQuery query : relations.queries()) {
            if (query.query().output().isStanding()) {
                query.moveColumns(name, columns);
            } else if (query.reads(name)) {
                query.giveUp(new MillraceException(
                        ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was altered; read it again"));
            }
        }
    }

    /** Takes nothing from a source any more, or lets it go on; a table that was lost begins anew. */
    void suspended(String name, boolean stop, Optional<DefinitionText> text) {
        thread.call(() -> {
            Input input = relations.input(name);
            if (input == null) {
                throw new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped");
            }
            if (!stop && !input.suspended() && (input.lost().isPresent() || recovery.isRunning())) {
                input.readAnew(); // so it was, if it is done again
            } else if (input.suspended() == stop) {
                throw new MillraceException(
                        ErrorCode.INVALID_ARGUMENT,
                        "\"" + name + "\" is " + (stop ? "suspended already" : "not suspended"));
            }
            input.suspended(stop);
            text.ifPresent(coordinator.history()::defined);
            coordinator.republish(name);
            return null;
        });
    }
}
