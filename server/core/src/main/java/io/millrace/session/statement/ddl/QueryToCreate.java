package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.Order;
import io.millrace.planner.PlannedQuery;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.error.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A view, derived stream or sink that is planned.
 *
 * @param addition makes a version in which it exists of one in which it does not
 * @param query what runs for it; empty for a plain view
 * @param sink opens the sink, if it is one
 * @param planned its query as it was planned
 */
record QueryToCreate(
        Set<RelationName> reads,
        UnaryOperator<Definitions.Version> addition,
        Optional<Query> query,
        boolean backfill,
        Optional<Supplier<Sink>> sink,
        PlannedQuery planned)
        implements Definition {

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        return addition.apply(base);
    }

    @Override
    public void start(Driver driver, Order order) {
        query.ifPresentOrElse(
                standing -> driver.startQuery(standing, backfill, sink, order),
                () -> order.text().ifPresent(driver::define));
    }

    @Override
    public void startBeside(Driver driver, String old, Cancellation cancellation) {
        query.ifPresent(standing -> driver.succession().startQuery(old, standing, backfill, sink, cancellation));
    }

    @Override
    public Optional<String> runs() {
        return query.map(Query::name);
    }

    /** Starts its query anew beside itself because of what changes in what it reads; fails when its rows have left the server. */
    void startFollower(Driver driver, String old, Set<String> beside, Cancellation cancellation) {
        query.ifPresent(standing -> driver.succession().startFollower(old, standing, beside, cancellation));
    }

    @Override
    public List<String> warnings() {
        return planned.warnings();
    }

    @Override
    public Optional<PlannedQuery> plan() {
        return Optional.of(planned);
    }

    @Override
    public void abandon() {
        // nothing is open before it is started
    }
}
