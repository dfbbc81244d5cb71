package io.millrace.session.statement;

import io.millrace.dstream.Query;
import io.millrace.engine.driver.Driver;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.connector.Sink;
import java.util.List;
import java.util.Optional;

/**
 * A view, derived stream or sink that is planned and opened.
 *
 * @param query what runs for it; empty for a plain view
 */
record QueryToCreate(
        Definitions.Version version,
        Optional<Query> query,
        boolean backfill,
        Optional<Sink> sink,
        List<String> warnings)
        implements Definition {

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        return version;
    }

    @Override
    public void start(Driver driver) {
        query.ifPresent(standing -> driver.startQuery(standing, backfill, sink));
    }

    @Override
    public void abandon() {
        sink.ifPresent(Sink::close);
    }
}
