package io.millrace.session.statement;

import io.millrace.dstream.Query;
import io.millrace.engine.driver.Driver;
import io.millrace.session.definition.Definitions;
import io.millrace.spi.connector.Sink;
import java.util.List;
import java.util.Optional;

/** A view, derived stream or sink that is planned and opened. */
final class QueryToCreate implements Definition {

    private final Definitions.Version version;
    private final Optional<Query> query;
    private final boolean backfill;
    private final Optional<Sink> sink;
    private final List<String> warnings;
    private boolean handedOver;

    /** @param query what runs for it; empty for a plain view */
    QueryToCreate(
            Definitions.Version version,
            Optional<Query> query,
            boolean backfill,
            Optional<Sink> sink,
            List<String> warnings) {
        this.version = version;
        this.query = query;
        this.backfill = backfill;
        this.sink = sink;
        this.warnings = warnings;
    }

    @Override
    public Definitions.Version addTo(Definitions.Version base) {
        return version;
    }

    @Override
    public void start(Driver driver) {
        handedOver = true;
        query.ifPresent(standing -> driver.startQuery(standing, backfill, sink));
    }

    @Override
    public void abandon() {
        if (!handedOver) {
            sink.ifPresent(Sink::close);
        }
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }
}
