package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Order;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.error.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that CREATE is about to bring into being: checked, not yet visible. */
interface Definition {

    /** What it needs to stay as it is. */
    Set<RelationName> reads();

    /** A version in which it exists. */
    Definitions.Version addTo(Definitions.Version base);

    /** Brings it to life in the driver; on failure nothing of it is left there or open. */
    void start(Driver driver, Order order);

    /**
     * Brings it to life beside what it is to replace; on failure nothing of it is left there or open.
     *
     * @param old the name of that, which may differ in case
     */
    void startBeside(Driver driver, String old, Cancellation cancellation);

    /** Under which name something runs for it; empty when nothing does. */
    Optional<String> runs();

    /** Gives back what was opened for it, when it is not even started. */
    void abandon();

    List<String> warnings();

    /** The statement as it is to be written down, where that is not what was given. */
    default Optional<String> text() {
        return Optional.empty();
    }

    /** The plan of its query, when it has one. */
    Optional<PlannedQuery> plan();
}
