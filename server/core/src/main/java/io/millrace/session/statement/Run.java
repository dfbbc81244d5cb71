package io.millrace.session.statement;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import io.millrace.config.Settings;
import io.millrace.engine.driver.Order;
import io.millrace.engine.history.DefinitionText;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
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
 * @param checkedPlan made then, when there is one
 * @param parameters values of the {@code ?}, {@code null} for NULL
 * @param maxRows most rows of a result, 0 for no limit
 * @param storedPlan of the query of a definition that is executed again
 */
public record Run(
        Conversation session,
        Execution execution,
        ParsedStatement parsed,
        long checkedAgainst,
        Optional<PlannedQuery> checkedPlan,
        List<Object> parameters,
        long maxRows,
        Optional<PlannedQuery> storedPlan) {

    public Run {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** Whether the statement was checked against this catalog. */
    public boolean checked(Catalog catalog) {
        return catalog.version() == checkedAgainst && !session.transactions().hasChanges();
    }

    /** The transaction that the statement belongs to; none when it is one of its own. */
    public Optional<Transaction> transaction() {
        return session.transactions().current();
    }

    /** What is defined for the statement. */
    public Definitions.Version version(Definitions definitions) {
        return transaction().map(Transaction::version).orElseGet(definitions::settled);
    }

    /** Whether relations are still those of that version; a transaction finds out when it ends. */
    public boolean stand(Definitions definitions, Definitions.Version version, Collection<RelationName> names) {
        return transaction().isPresent() || definitions.stand(version, names);
    }

    /** The plan of the statement against this catalog, when one was made. */
    public Optional<PlannedQuery> plan(Catalog catalog) {
        return checked(catalog) ? checkedPlan : Optional.empty();
    }

    public Settings settings() {
        return session.effectiveSettings();
    }

    /** The statement as a change of what is defined, which is written down. */
    public Order order() {
        return new Order(
                Optional.of(new DefinitionText(parsed.text(), settings().ofDefinitions())), execution);
    }
}
