package io.millrace.session.statement.ddl;

import io.millrace.catalog.RelationName;
import io.millrace.dstream.query.Query;
import io.millrace.engine.driver.Driver;
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
 */
record QueryToCreate(
        Set<RelationName> reads,
        UnaryOperator<Definitions.Version> addition,
        Optional<Query> query,
        boolean backfill,
        Optional<Supplier<Sink>> sink,
        List<String> warnings)
        implements Definition {

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        return addition.apply(base);
    }

    @Override
    public void start(Driver driver, Cancellation cancellation) {
        query.ifPresent(standing -> driver.startQuery(standing, backfill, sink.map(Supplier::get), cancellation));
    }

    @Override
    public void startBeside(Driver driver, String old, Cancellation cancellation) {
        query.ifPresent(standing -> driver.startNext(old, standing, backfill, sink, cancellation));
    }

    @Override
    public void replace(Driver driver, String old, Runnable visible) {
        if (query.isEmpty()) {
            visible.run();
        } else {
            driver.replace(old, query.get().name(), visible);
        }
    }

    @Override
    public void abandon() {
        // nothing is open before it is started
    }
}
