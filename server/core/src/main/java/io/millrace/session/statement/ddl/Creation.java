package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.engine.driver.Heir;
import io.millrace.engine.driver.Landings;
import io.millrace.engine.driver.Order;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQueryCodec;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.Draft;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.transaction.Landing;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.CreateMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What all CREATE statements have in common: IF NOT EXISTS, OR REPLACE, and that either everything is done or nothing.
 *
 * <p>What is replaced goes on until the new one is complete; it is not touched when that fails. Other definitions may change
 * meanwhile, except for what the new one reads.
 */
final class Creation {

    /** The kind of what has names apart from relations. */
    static final String FUNCTION = "function";

    /** The kind of what is replaced with a transaction, too: nothing runs for it. */
    private static final String VIEW = "view";

    /** What is to be made, and what has to follow when something is replaced by it. */
    private record Planned(Definition definition, List<Follower> followers) {}

    private final Services services;
    private final Run run;
    private final Execution execution;
    private final Order order;
    private final Optional<Transaction> transaction;

    Creation(Services services, Run run) {
        this.services = services;
        this.run = run;
        this.execution = run.execution();
        this.order = run.order();
        this.transaction = run.transaction();
    }

    /**
     * Creates something.
     *
     * @param kind word for the new object, such as {@code stream}
     * @param prepare checks it and opens what it needs, against a version in which nothing of its name exists
     */
    Outcome create(CreateMode mode, Written name, String kind, Function<Definitions.Version, Definition> prepare) {
        RelationName relation = named(name, kind);
        if (transaction.isPresent()) {
            Landing.Altering altering = version -> altered(version, relation, name, prepare);
            return transaction
                    .get()
                    .landing()
                    .map(landing -> land(landing, relation, prepare, altering))
                    .orElseGet(
                            () -> check(transaction.get(), new Checked(mode, kind, name, relation), prepare, altering));
        }
        try (Draft draft = services.definitions().begin(relation, execution, execution::cancel)) {
            named(name, kind); // nothing drops the schema from here on without this to give up
            boolean exists = services.definitions().current().exists(relation);
            if (exists && mode.ifNotExists()) {
                return leftAsItIs(relation);
            }
            if (exists && !mode.orReplace()) {
                throw At.error(
                        ErrorCode.RELATION_ALREADY_EXISTS,
                        name,
                        relation.title() + " exists already; write CREATE OR REPLACE or CREATE … IF NOT EXISTS");
            }
            Planned planned = reserved(draft, prepare, name, kind);
            Definition definition = planned.definition();
            Order written = planned(definition);
            if (services.definitions().current().exists(relation)) {
                replace(relation, planned, written, name);
            } else {
                bring(relation, definition, written);
            }
            return new Outcome.Updated(0, definition.warnings());
        }
    }

    private RelationName named(Written name, String kind) {
        return kind.equals(FUNCTION)
                ? At.function(name)
                : NewName.check(
                        name, execution.principal(), services.definitions().catalog());
    }

    private static Outcome leftAsItIs(RelationName relation) {
        return new Outcome.Updated(0, List.of(relation.title() + " exists already and was left as it is"));
    }

    private Order planned(Definition definition) {
        Order written = definition.text().map(order::saying).orElse(order);
        return definition
                .plan()
                .map(plan -> written.with(PlannedQueryCodec.write(plan)))
                .orElse(written);
    }

    /** What a statement of a transaction creates. */
    private record Checked(CreateMode mode, String kind, Written name, RelationName relation) {}

    /** Checks what a transaction is to create, or to replace. */
    private Outcome check(
            Transaction transaction,
            Checked statement,
            Function<Definitions.Version, Definition> prepare,
            Landing.Altering altering) {
        Definitions.Version defined = transaction.defined();
        RelationName relation = statement.relation();
        if (defined.exists(relation)) {
            if (statement.mode().ifNotExists()) {
                return leftAsItIs(relation);
            }
            checkReplaced(transaction, statement, defined);
            transaction.alter(altering);
            return new Outcome.Updated(0, List.of());
        }
        if (transaction.drops(relation)) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    statement.name(),
                    AlterDefinitions.stillNamed(relation) + "; write CREATE OR REPLACE outside of transactions");
        }
        Definition definition = prepare.apply(transaction.version());
        definition.abandon();
        Order planned = planned(definition);
        transaction.make(
                version -> withText(relation, planned, made(definition.addTo(version), relation, version)),
                relation,
                statement.mode().ifNotExists());
        return new Outcome.Updated(0, definition.warnings());
    }

    private static void checkReplaced(Transaction transaction, Checked statement, Definitions.Version defined) {
        RelationName relation = statement.relation();
        if (!statement.mode().orReplace()) {
            throw At.error(
                    ErrorCode.RELATION_ALREADY_EXISTS,
                    statement.name(),
                    relation.title() + " exists already; write CREATE … IF NOT EXISTS");
        }
        checkKind(defined, relation, statement.name(), statement.kind());
        if (!statement.kind().equals(VIEW) || transaction.makes(relation)) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    statement.name(),
                    relation.title()
                            + (transaction.makes(relation)
                                    ? " is created by the same transaction and cannot be replaced by it"
                                    : " exists already and cannot be replaced in a transaction, where that works for"
                                            + " plain views only")
                            + "; COMMIT or ROLLBACK first");
        }
    }

    /** What becomes of a plain view that is replaced with a transaction, and of the plain views over it. */
    private Landing.Altered altered(
            Definitions.Version version,
            RelationName relation,
            Written name,
            Function<Definitions.Version, Definition> prepare) {
        new Access(execution.principal(), version).checkCreate(relation, name, true);
        Definition definition = prepare.apply(version.without(relation));
        List<Follower> followers = version.exists(relation)
                ? Followers.ofReplaced(services, run, version, relation, definition, name)
                : List.of();
        followers.stream()
                .filter(follower -> follower.query().isPresent())
                .findFirst()
                .ifPresent(follower -> {
                    throw At.error(
                            ErrorCode.TRANSACTION_STATE,
                            name,
                            relation.title() + " cannot be replaced in a transaction because "
                                    + follower.name().title()
                                    + ", which reads it, would have to be computed again; COMMIT or ROLLBACK first");
                });
        Planned planned = new Planned(definition, followers);
        Order written = planned(definition);
        String old = version.asCreated(relation).toString();
        return new Landing.Altered(
                relation,
                replaced(version, relation, planned, written),
                new Landings.Alteration(written.text().orElseThrow(), Optional.empty()),
                () -> cancelFollowers(old, relation, planned));
    }

    /** Makes something that nobody sees before the transaction has landed. */
    private Outcome land(
            Landing landing,
            RelationName relation,
            Function<Definitions.Version, Definition> prepare,
            Landing.Altering altering) {
        if (landing.isThere(relation)) {
            return leftAsItIs(relation);
        }
        if (!landing.makes(relation)) {
            landing.alter(run.parsed().text(), altering);
            return new Outcome.Updated(0, List.of());
        }
        Definition definition = null;
        while (definition == null) {
            execution.check();
            Definitions.Version settled = services.definitions().settled();
            Definition next = prepare.apply(landing.over(settled));
            try {
                definition = landing.reserve(relation, settled, next.reads()) ? next : null;
            } finally {
                if (definition == null) {
                    next.abandon();
                }
            }
        }
        Definition made = definition;
        Order planned = planned(made);
        made.start(services.driver(), planned);
        landing.made(version -> withText(relation, planned, made(made.addTo(version), relation, version)));
        return new Outcome.Updated(0, made.warnings());
    }

    /** Prepares the definition against what stays as it is from then on. */
    private Planned reserved(
            Draft draft, Function<Definitions.Version, Definition> prepare, Written name, String kind) {
        RelationName relation = draft.name();
        if (services.definitions().current().exists(relation)) {
            services.definitions().exclusively(execution, () -> {
                checkReplaceable(relation, name, kind);
                return null;
            });
        }
        while (true) {
            execution.check();
            Definitions.Version current = services.definitions().settled();
            Definitions.Version base = current.without(relation);
            Definition definition = prepare.apply(base);
            boolean reserved = false;
            try {
                List<Follower> followers = Followers.ofReplaced(services, run, current, relation, definition, name);
                List<RelationName> others =
                        followers.stream().map(Follower::name).toList();
                Set<RelationName> needed = new TreeSet<>(definition.reads());
                needed.addAll(others);
                followers.forEach(follower -> follower.definition().ifPresent(anew -> needed.addAll(anew.reads())));
                needed.remove(relation);
                reserved = draft.reserve(current, needed, others, () -> {
                    checkReplaceable(relation, name, kind);
                    return services.definitions().current().dependents(relation).equals(others);
                });
                if (reserved) {
                    return new Planned(definition, followers);
                }
            } finally {
                if (!reserved) {
                    definition.abandon();
                }
            }
        }
    }

    /** Fails when something else would be harmed; inside exclusively(). */
    private void checkReplaceable(RelationName relation, Written name, String kind) {
        Definitions.Version current = services.definitions().current();
        checkKind(current, relation, name, kind);
        Access access = new Access(execution.principal(), current);
        access.checkCreate(relation, name, true);
        List<RelationName> read = new ArrayList<>(current.dependents(relation));
        read.add(relation);
        List<RelationName> readers = services.definitions().drafts().stream()
                .filter(draft -> !draft.name().equals(relation) && draft.reads(read))
                .map(Draft::name)
                .toList();
        if (!readers.isEmpty()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    name,
                    relation.title() + " cannot be replaced while " + access.listed(readers)
                            + ", which " + (relation.isFunction() ? "calls" : "reads")
                            + " it, is being made; wait for that");
        }
    }

    private static void checkKind(Definitions.Version current, RelationName relation, Written name, String kind) {
        String present = current.kind(relation);
        if (!present.equals(kind)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    name,
                    "\"" + relation + "\" is a " + present + " and cannot be replaced by a " + kind);
        }
    }

    private void bring(RelationName name, Definition definition, Order planned) {
        definition.start(services.driver(), planned);
        try {
            services.definitions().exclusively(execution, () -> {
                execution.settle();
                services.definitions()
                        .publish(withText(
                                name,
                                planned,
                                made(
                                        definition.addTo(services.definitions().current()),
                                        name,
                                        services.definitions().current())));
                return null;
            });
        } catch (RuntimeException | Error e) {
            services.driver().drop(List.of(name.toString()));
            throw e;
        }
    }

    private void replace(RelationName name, Planned planned, Order written, Written place) {
        Definitions.Version before = services.definitions().current();
        String old = before.asCreated(name).toString();
        List<Heir> heirs = new ArrayList<>();
        startBeside(old, planned, place, heirs);
        try {
            services.definitions().exclusively(execution, () -> {
                execution.settle();
                Definitions.Version next = replaced(services.definitions().current(), name, planned, written);
                services.definitions()
                        .switchTo(
                                next,
                                visible -> takePlace(heirs, written, () -> {
                                    cancelFollowers(old, name, planned);
                                    visible.run();
                                }));
                return null;
            });
        } catch (RuntimeException | Error e) {
            drop(heirs);
            throw e;
        }
    }

    /** Starts what is to take the place of something, and, over that, what follows it; on failure nothing of all that is left. */
    private void startBeside(String old, Planned planned, Written place, List<Heir> heirs) {
        planned.definition().startBeside(services.driver(), old, execution);
        planned.definition().runs().ifPresent(name -> heirs.add(new Heir(old, name)));
        try {
            for (Follower follower : planned.followers()) {
                follower.query().ifPresent(query -> {
                    String name = follower.name().toString();
                    startFollower(name, query, place, heirs);
                    heirs.add(new Heir(name, query.runs().orElseThrow()));
                });
            }
        } catch (RuntimeException | Error e) {
            drop(heirs);
            throw e;
        }
    }

    private void startFollower(String name, QueryToCreate query, Written place, List<Heir> heirs) {
        try {
            query.startFollower(
                    services.driver(), name, heirs.stream().map(Heir::name).collect(Collectors.toSet()), execution);
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.QUERY_CANCELLED || e.code() == ErrorCode.MEMORY_EXCEEDED) {
                throw e;
            }
            throw At.error(e.code(), place, "what follows cannot be computed again: " + e.getMessage());
        }
    }

    private void takePlace(List<Heir> heirs, Order written, Runnable visible) {
        if (heirs.isEmpty()) {
            written.text().ifPresent(services.driver()::define);
            visible.run();
        } else {
            services.driver().succession().replace(heirs, written.text(), visible);
        }
    }

    private void drop(List<Heir> heirs) {
        if (!heirs.isEmpty()) {
            services.driver().succession().drop(heirs.stream().map(Heir::name).toList());
        }
    }

    private void cancelFollowers(String old, RelationName name, Planned planned) {
        cancelFollowers(old, name);
        planned.followers().stream()
                .filter(follower -> follower.definition().isPresent())
                .forEach(follower -> cancelFollowers(follower.name().toString(), follower.name()));
    }

    private void cancelFollowers(String old, RelationName name) {
        services.executions().cancelFollowers(old, replaced(name));
    }

    private Definitions.Version made(Definitions.Version next, RelationName name, Definitions.Version before) {
        return next.made(name, run.owner(), before.catalog().people());
    }

    private Definitions.Version replaced(
            Definitions.Version current, RelationName name, Planned planned, Order written) {
        Definitions.Version next = made(planned.definition().addTo(current.without(name)), name, current);
        for (Follower follower : planned.followers()) {
            if (follower.definition().isPresent()) {
                next = next.reshaped(follower.name(), follower.definition().get()::addTo);
            }
        }
        Map<RelationName, DefinitionText> texts = new LinkedHashMap<>();
        written.text().ifPresent(text -> texts.put(name, text));
        planned.followers().forEach(follower -> texts.put(follower.name(), follower.textOfNow()));
        return next.withTextsLast(texts);
    }

    private static Definitions.Version withText(RelationName name, Order planned, Definitions.Version version) {
        return planned.text().map(text -> version.withText(name, text)).orElse(version);
    }

    private static MillraceException replaced(RelationName name) {
        return new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was replaced; read it again");
    }
}
