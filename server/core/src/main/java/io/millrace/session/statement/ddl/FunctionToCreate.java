package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Order;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.error.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A function that is checked. The driver only writes it down. */
record FunctionToCreate(UserFunction function) implements Definition {

    @Override
    public Set<RelationName> reads() {
        return function.dependsOn();
    }

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        return base.withFunction(function);
    }

    @Override
    public void start(Driver driver, Order order) {
        order.text().ifPresent(driver::define);
    }

    @Override
    public void startBeside(Driver driver, String old, Cancellation cancellation) {
        // nothing of it runs
    }

    @Override
    public Optional<String> runs() {
        return Optional.empty();
    }

    @Override
    public void abandon() {
        // nothing is open
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }

    @Override
    public Optional<PlannedQuery> plan() {
        return Optional.empty();
    }
}
