package io.millrace.session.transaction;

import io.millrace.catalog.RelationName;
import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Landings;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.Draft;
import io.millrace.session.running.Execution;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a transaction has defined on its way into the server: all of it counts at once, with the rows that the transaction has changed, or
 * nothing of it is left. Nobody else sees any of it before. Used by one thread.
 */
public final class Landing {

    private static final Logger log = LoggerFactory.getLogger(Landing.class);
    private static final int MOST_SHOWN = 60;

    /** Finds out what goes. */
    @FunctionalInterface
    public interface Dropping {
        /**
         * Finds it out.
         *
         * @param version in which all is there that is made
         * @return each before what it read
         */
        List<RelationName> names(Definitions.Version version);
    }

    /** Finds out what becomes of something that is altered. */
    @FunctionalInterface
    public interface Altering {
        /**
         * Finds it out.
         *
         * @param version in which all is there that is made, and what is dropped is gone
         */
        Altered of(Definitions.Version version);
    }

    /**
     * What becomes of it.
     *
     * @param name of what is altered
     * @param next the version in which it is so
     * @param alteration the same for the driver
     * @param visible ends what follows the form that it had; called just before it has the other
     */
    public record Altered(
            RelationName name, Definitions.Version next, Landings.Alteration alteration, Runnable visible) {}

    private final Definitions definitions;
    private final Driver driver;
    private final Execution execution;
    private final Map<RelationName, Draft> drafts = new LinkedHashMap<>();
    private final Set<RelationName> there = new TreeSet<>();
    private final List<UnaryOperator<Definitions.Version>> additions = new ArrayList<>();
    private final List<Dropping> droppings = new ArrayList<>();
    private final List<Altering> alterings = new ArrayList<>();
    private Runnable afterwards = () -> {};
    private boolean begun;

    Landing(Definitions definitions, Driver driver, Execution execution) {
        this.definitions = definitions;
        this.driver = driver;
        this.execution = execution;
    }

    /** Carries all out; when that fails, nothing is left of it. */
    void run(
            PendingDefinitions pending,
            Transaction transaction,
            Map<String, ChangedRows> changes,
            BooleanSupplier expected) {
        driver.landings().enter(execution);
        try {
            begin(pending.made(), transaction);
            pending.run(execution, transaction);
            end(changes, expected);
        } catch (RuntimeException | Error e) {
            giveUp();
            throw e;
        } finally {
            try {
                drafts.values().forEach(Draft::close);
            } finally {
                driver.landings().leave();
            }
        }
        afterwards.run();
    }

    static void carryOut(PendingDefinitions.Step step, Execution execution, Transaction transaction) {
        carryOut(step.text(), () -> {
            step.work().run(execution, transaction);
            return null;
        });
    }

    private static <T> T carryOut(String text, Supplier<T> work) {
        try {
            return work.get();
        } catch (MillraceException e) {
            String line = text.lines().findFirst().orElse("");
            String shown = line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + " …" : line;
            throw new MillraceException(
                    e.code(), "nothing was committed, because of \"" + shown + "\": " + e.getMessage(), e);
        }
    }

    private void begin(Map<RelationName, Boolean> made, Transaction transaction) {
        List<String> names = new ArrayList<>();
        new TreeSet<>(made.keySet()) // in an order that all have, as each waits for those before
                .forEach(name -> drafts.put(name, definitions.begin(name, execution, execution::cancel)));
        made.forEach((name, ifNotExists) -> {
            if (!definitions.current().exists(name)) {
                names.add(name.toString());
            } else if (ifNotExists && transaction.changes(name)) {
                throw new MillraceException(
                        ErrorCode.WRITE_CONFLICT,
                        name.title() + ", whose rows the transaction changes, was created by somebody else meanwhile;"
                                + " nothing was committed");
            } else if (ifNotExists) {
                there.add(name);
            } else {
                throw new MillraceException(
                        ErrorCode.RELATION_ALREADY_EXISTS,
                        name.title() + " was created by somebody else meanwhile; nothing was committed");
            }
        });
        driver.landings().begin(names);
        begun = true;
    }

    /** Whether something was made by somebody else and may stay as it is. */
    public boolean isThere(RelationName name) {
        return there.contains(name);
    }

    /** Whether it makes what has the name. */
    public boolean makes(RelationName name) {
        return drafts.containsKey(name);
    }

    /** A version with all that was made so far. */
    public Definitions.Version over(Definitions.Version version) {
        Definitions.Version all = version;
        for (UnaryOperator<Definitions.Version> addition : additions) {
            all = addition.apply(all);
        }
        return all;
    }

    /**
     * Keeps what a definition needs as it is.
     *
     * @param settled the version that it was planned against, below what was made so far
     * @return false when that is not what it was: then it has to be planned again
     */
    public boolean reserve(RelationName name, Definitions.Version settled, Set<RelationName> needed) {
        List<RelationName> others = needed.stream().filter(settled::exists).toList();
        return drafts.get(name).reserve(settled, others, List.of(), () -> true);
    }

    /** Something was made. */
    public void made(UnaryOperator<Definitions.Version> addition) {
        additions.add(addition);
    }

    /**
     * Drops something when all is made.
     *
     * @param then what is done after that
     */
    public void drop(Dropping dropping, Runnable then) {
        droppings.add(dropping);
        Runnable before = afterwards;
        afterwards = () -> {
            before.run();
            then.run();
        };
    }

    /** Alters something when all is made and what is dropped is gone. */
    public void alter(String text, Altering altering) {
        alterings.add(version -> carryOut(text, () -> altering.of(version)));
    }

    private void end(Map<String, ChangedRows> changes, BooleanSupplier expected) {
        definitions.exclusively(execution, () -> {
            Definitions.Version next = over(definitions.current());
            List<RelationName> gone = new ArrayList<>();
            for (Dropping dropping : droppings) {
                for (RelationName name : dropping.names(next)) {
                    gone.add(name);
                    next = next.without(name);
                }
            }
            refuseReaders(gone);
            List<Altered> altered = new ArrayList<>();
            for (Altering altering : alterings) {
                altered.add(altering.of(next));
                next = altered.get(altered.size() - 1).next();
            }
            execution.settle();
            definitions.switchTo(
                    next,
                    visible -> land(changes, gone, altered, expected, () -> {
                        altered.forEach(one -> one.visible().run());
                        visible.run();
                    }));
            return null;
        });
    }

    /** Of what is being made, what this does not make itself; only while nobody else changes definitions. */
    public List<Draft> othersDrafts() {
        Predicate<Draft> own = draft -> drafts.get(draft.name()) == draft;
        return definitions.drafts().stream().filter(own.negate()).toList();
    }

    private void refuseReaders(List<RelationName> gone) {
        othersDrafts().stream()
                .filter(draft -> draft.reads(gone) || gone.contains(draft.name()))
                .findFirst()
                .ifPresent(draft -> {
                    throw new MillraceException(
                            ErrorCode.DEPENDENTS_EXIST,
                            "nothing was committed: what the transaction drops is needed by "
                                    + draft.name().title() + ", which is being created");
                });
    }

    private void land(
            Map<String, ChangedRows> changes,
            List<RelationName> gone,
            List<Altered> altered,
            BooleanSupplier expected,
            Runnable visible) {
        List<String> names = gone.stream().map(RelationName::toString).toList();
        List<Landings.Alteration> alterations =
                altered.stream().map(Altered::alteration).toList();
        if (!driver.landings().land(changes, names, alterations, expected, visible, execution)) {
            throw replaced();
        }
    }

    /** What was changed can no longer be. */
    static MillraceException replaced() {
        return new MillraceException(
                ErrorCode.WRITE_CONFLICT,
                "a relation that the transaction has changed was replaced or dropped meanwhile; nothing was changed");
    }

    private void giveUp() {
        if (begun) {
            try {
                driver.landings().giveUp();
            } catch (RuntimeException e) {
                log.warn("what a transaction has made is removed by the next start of the server", e);
            }
        }
    }
}
