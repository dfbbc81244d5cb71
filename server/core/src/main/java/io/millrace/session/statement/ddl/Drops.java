package io.millrace.session.statement.ddl;

import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.Right;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.session.Outcome;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.Draft;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.running.Execution;
import io.millrace.session.statement.Access;
import io.millrace.session.statement.At;
import io.millrace.session.statement.Run;
import io.millrace.session.statement.Services;
import io.millrace.session.statement.people.Persons;
import io.millrace.session.transaction.Landing;
import io.millrace.session.transaction.Transaction;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Written;
import io.millrace.sql.tree.ddl.Drop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** DROP: removes a relation, sink, function, connection or secret, and with CASCADE all that reads it. */
public final class Drops {

    private final Services services;
    private final Run run;
    private final Execution execution;
    private final Optional<Transaction> transaction;

    public Drops(Services services, Run run) {
        this.run = run;
        this.services = services;
        this.execution = run.execution();
        this.transaction = run.transaction();
    }

    /**
     * What goes.
     *
     * @param dependents what has to go with it, each after what it reads
     */
    private record Going(RelationName name, List<RelationName> dependents) {

        /** All of it, each before what it reads. */
        List<RelationName> names() {
            List<RelationName> all = new ArrayList<>(dependents);
            Collections.reverse(all);
            all.add(name);
            return all;
        }
    }

    public Outcome drop(Drop statement) {
        switch (statement.kind()) {
            case STREAM, TABLE, VIEW, MATERIALIZED_VIEW, SINK, FUNCTION, CONNECTION, SECRET -> {}
            case SCHEMA -> checkSchema(statement);
            case USER, ROLE -> {
                return new Persons(services, run).drop(statement);
            }
            case SUBSCRIPTION ->
                throw At.unsupported(statement, "DROP " + statement.kind().sql() + " is not supported");
        }
        if (transaction.isPresent()) {
            return transaction
                    .get()
                    .landing()
                    .map(landing -> land(landing, statement))
                    .orElseGet(() -> check(transaction.get(), statement));
        }
        return services.definitions().exclusively(execution, () -> dropNow(statement));
    }

    private void checkSchema(Drop statement) {
        Written written = Written.name(statement.name());
        String name = At.schema(written).name();
        boolean provided = List.of(RelationName.PUBLIC, RelationName.SYS, RelationName.INFORMATION_SCHEMA).stream()
                .anyMatch(name::equalsIgnoreCase);
        if (provided) {
            throw At.error(ErrorCode.RELATION_WRONG_KIND, written, "the schema \"" + name + "\" is always there");
        }
        if (transaction.isPresent()) {
            throw At.error(
                    ErrorCode.TRANSACTION_STATE,
                    written,
                    "schemas cannot be dropped in a transaction; COMMIT or ROLLBACK first");
        }
    }

    /** Checks what a transaction is to drop. */
    private Outcome check(Transaction transaction, Drop statement) {
        Written written = Written.name(statement.name());
        Optional<Going> going = going(transaction.defined(), statement, List.of());
        if (going.isEmpty()) {
            return missing(transaction.defined(), statement);
        }
        for (RelationName name : going.get().names()) {
            if (transaction.makes(name) || transaction.changes(name) || transaction.alters(name)) {
                throw At.error(
                        ErrorCode.TRANSACTION_STATE,
                        written,
                        name.title()
                                + (transaction.makes(name)
                                        ? " is created"
                                        : transaction.alters(name) ? " is altered" : " is changed")
                                + " by the same transaction and cannot be dropped before that is committed");
            }
        }
        transaction.drop(going.get().names());
        return new Outcome.Updated(0, List.of());
    }

    private Outcome land(Landing landing, Drop statement) {
        List<RelationName> gone = new ArrayList<>();
        landing.drop(
                version -> {
                    going(version, statement, List.of()).ifPresent(going -> gone.addAll(going.names()));
                    return List.copyOf(gone);
                },
                () -> gone.forEach(name -> services.executions().cancelReaders(name.toString(), dropped(name))));
        return new Outcome.Updated(0, List.of());
    }

    private static Outcome missing(Definitions.Version current, Drop statement) {
        return new Outcome.Updated(0, List.of(named(current, statement).title() + " does not exist"));
    }

    private static RelationName named(Definitions.Version current, Drop statement) {
        return current.asCreated(At.named(statement.kind(), Written.name(statement.name())));
    }

    private Outcome dropNow(Drop statement) {
        Optional<Outcome> outcome = tryDrop(statement);
        while (outcome.isEmpty()) {
            outcome = tryDrop(statement);
        }
        return outcome.get();
    }

    /** Drops, or makes what is being created from it give up; then everything may have changed. */
    private Optional<Outcome> tryDrop(Drop statement) {
        Definitions.Version current = services.definitions().current();
        Optional<Going> going = going(current, statement, services.definitions().drafts());
        if (going.isEmpty()) {
            return Optional.of(missing(current, statement));
        }
        RelationName name = going.get().name();
        List<RelationName> gone = going.get().names();
        List<Draft> unwanted = services.definitions().drafts().stream()
                .filter(draft -> draft.reads(gone)
                        || gone.contains(draft.name())
                        || gone.contains(draft.name().ofSchema()))
                .toList();
        if (!unwanted.isEmpty()) {
            services.definitions().stop(unwanted, unwanted(name), execution);
            return Optional.empty();
        }
        execution.settle();
        remove(current, gone);
        return Optional.of(new Outcome.Updated(0, List.of()));
    }

    /** What a statement drops, empty when that is not there and need not be; fails when it must not be dropped. */
    private Optional<Going> going(Definitions.Version current, Drop statement, List<Draft> drafts) {
        Written written = Written.name(statement.name());
        RelationName name = named(current, statement);
        Access access = new Access(execution.principal(), current);
        if (!access.sees(name)) {
            if (statement.ifExists()) {
                return Optional.empty();
            }
            throw At.notFound(name, written, current.catalog());
        }
        access.check(Right.DROP, name, written);
        checkKind(current, name, statement, written);
        List<RelationName> dependents = current.dependents(name);
        List<RelationName> gone = new ArrayList<>(dependents);
        gone.add(name);
        List<RelationName> all = new ArrayList<>(dependents);
        drafts.stream()
                .filter(draft -> draft.reads(gone) || gone.contains(draft.name().ofSchema()))
                .forEach(draft -> all.add(draft.name()));
        if (!all.isEmpty() && !statement.cascade()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    written,
                    name.title() + (name.isSchema() ? " has " : " is " + usedAs(name) + " by ")
                            + access.listed(all)
                            + "; drop them first, or write DROP "
                            + statement.kind().sql() + " " + name.name() + " CASCADE");
        }
        refuseRows(access, current, name, dependents, written);
        refuseOthers(access, name, dependents, written);
        return Optional.of(new Going(name, dependents));
    }

    private static String usedAs(RelationName name) {
        return name.isOutside() ? "used" : name.isFunction() ? "called" : "read";
    }

    private static void checkKind(Definitions.Version current, RelationName name, Drop statement, Written written) {
        String kind = current.kind(name);
        if (SideStreams.isSideStream(name)) {
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" goes together with what it belongs to and cannot be dropped alone");
        }
        if (!kind.equals(word(statement.kind()))) {
            boolean system = kind.startsWith("system");
            throw At.error(
                    ErrorCode.RELATION_WRONG_KIND,
                    written,
                    "\"" + name + "\" is a " + kind
                            + (system
                                    ? " and cannot be dropped"
                                    : "; write DROP " + kind.toUpperCase(Locale.ROOT) + " " + name));
        }
    }

    /** What has rows of its own does not go for a function that its columns call, or for its connection. */
    private static void refuseRows(
            Access access,
            Definitions.Version current,
            RelationName name,
            List<RelationName> dependents,
            Written written) {
        List<RelationName> kept = dependents.stream()
                .filter(dependent -> !dependent.ofSchema().equals(name))
                .filter(dependent -> current.catalog()
                        .find(dependent)
                        .filter(Drops::hasRowsOfItsOwn)
                        .isPresent())
                .toList();
        if (!kept.isEmpty()) {
            throw At.error(
                    ErrorCode.DEPENDENTS_EXIST,
                    written,
                    name.title() + (name.isOutside() ? " is used by " : " is called by the columns or conditions of ")
                            + access.listed(kept)
                            + ", with rows that CASCADE does not drop; drop them first");
        }
    }

    /** To own a schema is no right on what others have made in it. */
    private static void refuseOthers(Access access, RelationName name, List<RelationName> dependents, Written written) {
        List<RelationName> others = dependents.stream()
                .filter(dependent -> dependent.ofSchema().equals(name))
                .filter(dependent -> !access.rights().may(Right.DROP, dependent))
                .toList();
        if (!others.isEmpty()) {
            throw access.denied(
                    written,
                    "may not drop all that is in " + name.title()
                            + "; that needs the privilege DROP on the schema, or on " + access.listed(others));
        }
    }

    private static boolean hasRowsOfItsOwn(Relation relation) {
        return relation instanceof TableRelation
                || (relation instanceof StreamRelation stream && stream.feed() != Feed.QUERY);
    }

    private static String word(ObjectKind kind) {
        return kind.sql().toLowerCase(Locale.ROOT);
    }

    private static MillraceException unwanted(RelationName name) {
        return new MillraceException(
                ErrorCode.QUERY_CANCELLED, "the statement was cancelled because \"" + name + "\" was dropped");
    }

    private static MillraceException dropped(RelationName name) {
        return new MillraceException(ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped");
    }

    private void remove(Definitions.Version current, List<RelationName> all) {
        Definitions.Version next = current;
        for (RelationName gone : all) {
            next = next.without(gone);
        }
        services.definitions().publish(next);
        for (RelationName gone : all) {
            services.executions().cancelReaders(gone.toString(), dropped(gone));
        }
        services.driver().drop(all.stream().map(RelationName::toString).toList());
    }
}
