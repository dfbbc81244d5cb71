package io.millrace.session.transaction;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.session.definition.Definitions;
import io.millrace.session.running.Execution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What a transaction defines and drops: checked as its statements come, carried out when it is committed. Guarded by the transaction. */
final class PendingDefinitions {

    /**
     * A statement that is carried out with the COMMIT.
     *
     * @param text of the statement
     */
    record Step(String text, Transaction.Step work) {}

    private final List<Step> steps = new ArrayList<>();
    /** Whether something may be there already, by the name of what is made. */
    private final Map<RelationName, Boolean> made = new LinkedHashMap<>();

    private final Set<RelationName> dropped = new TreeSet<>();
    private final Set<RelationName> alters = new TreeSet<>();
    private Definitions.Version version;
    /** The same with what is altered after all else; statements of the transaction see that as it was. */
    private Definitions.Version altered;

    /** Whether the statement that is being checked does anything. */
    private boolean changes;

    /** @param begun what was defined before */
    PendingDefinitions(Definitions.Version begun) {
        this.version = begun;
        this.altered = begun;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** What is defined once it is committed. */
    Definitions.Version version() {
        return version;
    }

    void make(UnaryOperator<Definitions.Version> addition, RelationName name, boolean ifNotExists) {
        change(addition);
        made.put(name, ifNotExists);
    }

    void change(UnaryOperator<Definitions.Version> change) {
        version = change.apply(version);
        altered = change.apply(altered);
        changes = true;
    }

    void drop(List<RelationName> gone) {
        change(before -> {
            Definitions.Version next = before;
            for (RelationName name : gone) {
                next = next.without(name);
            }
            return next;
        });
        dropped.addAll(gone);
    }

    /** Checks that something can be altered after all that was defined until now. */
    void alter(Landing.Altering altering) {
        Landing.Altered one = altering.of(altered);
        altered = one.next();
        alters.add(one.name());
        changes = true;
    }

    /** Whether what has the name is altered. */
    boolean alters(RelationName name) {
        return alters.contains(name);
    }

    /** Of what is altered, that which has a name, or a column of it, only once the transaction is committed. */
    Optional<RelationName> comingWith(String name) {
        return altered.catalog().relations().stream()
                .filter(relation -> {
                    Optional<Relation> before = version.catalog().find(relation.name());
                    return before.isEmpty()
                            ? relation.name().toString().equalsIgnoreCase(name)
                            : relation.rowType().indexOf(name).isPresent()
                                    && before.get().rowType().indexOf(name).isEmpty();
                })
                .map(Relation::name)
                .findFirst();
    }

    /** A statement was checked: it is carried out later if it does anything. */
    void add(String text, Transaction.Step work) {
        if (changes) {
            steps.add(new Step(text, work));
        }
        changes = false;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    Map<RelationName, Boolean> made() {
        return new LinkedHashMap<>(made);
    }

    boolean makes(RelationName name) {
        return made.containsKey(name);
    }

    boolean drops(RelationName name) {
        return dropped.contains(name);
    }

    /** A stream or table that is made and takes rows by INSERT. */
    Optional<Relation> insertable(RelationName name) {
        return makes(name) ? version.catalog().find(name).filter(PendingDefinitions::takesRows) : Optional.empty();
    }

    /** All of these. */
    List<Relation> insertable() {
        Catalog catalog = version.catalog();
        return made.keySet().stream()
                .flatMap(name -> catalog.find(name).stream())
                .filter(PendingDefinitions::takesRows)
                .toList();
    }

    private static boolean takesRows(Relation relation) {
        return relation instanceof StreamRelation stream
                ? stream.feed() == Feed.INSERT
                : relation instanceof TableRelation table && table.feed() == Feed.INSERT;
    }

    /** Carries all out again. */
    void run(Execution execution, Transaction transaction) {
        for (Step step : steps()) {
            Landing.carryOut(step, execution, transaction);
        }
    }
}
