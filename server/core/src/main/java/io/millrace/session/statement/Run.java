package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.config.Settings;
import io.millrace.engine.driver.Order;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.session.lookup.KeyedPlan;
import io.millrace.session.running.Execution;
import io.millrace.session.transaction.Transaction;
import io.millrace.sql.parser.ParsedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One statement on its way.
 *
 * @param checkedAgainst the version of the catalog that the statement was checked against; negative when it was not
 * @param ready what was planned then
 * @param parameters values of the {@code ?}, {@code null} for NULL
 * @param maxRows most rows of a result, 0 for no limit
 * @param storedPlan of the query of a definition that is executed again
 * @param own the transaction that the statement has for itself
 */
public record Run(
        Conversation session,
        Execution execution,
        ParsedStatement parsed,
        long checkedAgainst,
        Ready ready,
        List<Object> parameters,
        long maxRows,
        Optional<PlannedQuery> storedPlan,
        Optional<Transaction> own) {

    public Run {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** Whether the statement was checked against this catalog. */
    public boolean checked(Catalog catalog) {
        return catalog.version() == checkedAgainst
                && transaction()
                        .filter(transaction -> !transaction.isUnchanged())
                        .isEmpty();
    }

    /** The transaction that the statement belongs to; none when it is one of its own. */
    public Optional<Transaction> transaction() {
        return own.or(() -> session.transactions().current());
    }

    /** What is defined for the statement. */
    public Definitions.Version version(Definitions definitions) {
        return transaction().map(Transaction::version).orElseGet(definitions::settled);
    }

    /** What the principal of the statement may do to what is defined for it. */
    public Access access(Definitions definitions) {
        return new Access(
                execution.principal(), transaction().map(Transaction::defined).orElseGet(definitions::current));
    }

    /** Whether relations are still those of that version; a transaction finds out when it ends. */
    public boolean stand(Definitions definitions, Definitions.Version version, Collection<RelationName> names) {
        return transaction().isPresent() || definitions.stand(version, names);
    }

    /** The plan of the statement against this catalog, when one was made. */
    public Optional<PlannedQuery> plan(Catalog catalog) {
        return checked(catalog) ? ready.query() : Optional.empty();
    }

    /** The plan of what ON CONFLICT does, when it was made against this catalog. */
    public Optional<PlannedQuery> conflictPlan(Catalog catalog) {
        return checked(catalog) ? ready.conflict() : Optional.empty();
    }

    /**
     * The plan that looks rows of a table up, when it was made of what is defined now: it reads nothing but these, so it is the same whatever
     * a transaction has changed.
     */
    public Optional<KeyedPlan> keyedPlan(Definitions definitions) {
        Catalog catalog = transaction()
                .map(Transaction::begun)
                .orElseGet(() -> definitions.settled())
                .catalog();
        return catalog.version() == checkedAgainst
                ? ready.keyed().filter(plan -> plan.takes(parameters))
                : Optional.empty();
    }

    /** The same statement with other values of its parameters. */
    public Run with(List<Object> values) {
        return new Run(session, execution, parsed, checkedAgainst, ready, values, maxRows, storedPlan, own);
    }

    /** The same for another statement that stands for this one. */
    public Run with(ParsedStatement other) {
        return new Run(session, execution, other, -1, ready, parameters, maxRows, storedPlan, own);
    }

    /** The same for a definition that was made before, with the settings that it was made with. */
    public Run again(ParsedStatement definition, Settings settings) {
        return new Run(
                new SettledConversation(session, settings),
                execution,
                definition,
                -1,
                ready,
                parameters,
                maxRows,
                Optional.empty(),
                own);
    }

    /** The same statement in a transaction of its own. */
    public Run within(Transaction transaction) {
        return new Run(
                session,
                execution,
                parsed,
                checkedAgainst,
                ready,
                parameters,
                maxRows,
                storedPlan,
                Optional.of(transaction));
    }

    /** The same statement, checked before and carried out with the COMMIT of a transaction. */
    public Run later(Execution commit, Settings then, Transaction transaction) {
        return new Run(
                new SettledConversation(session, then),
                commit,
                parsed,
                -1,
                Ready.NOTHING,
                parameters,
                maxRows,
                Optional.empty(),
                Optional.of(transaction));
    }

    public Settings settings() {
        return session.effectiveSettings();
    }

    /** The statement as a change of what is defined, which is written down. */
    public Order order() {
        return new Order(
                Optional.of(new DefinitionText(parsed.text(), settings().ofDefinitions(), owner())), execution);
    }

    /** Whom that belongs to which the statement makes; empty for nobody in particular. */
    public String owner() {
        return execution.principal().owner();
    }
}
