package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.Opening;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class NexmarkConformanceTest {

    private abstract static class OfTable extends SourceConformance {

        private final Map<String, String> options;

        OfTable(String table, String events) {
            options = Map.of("table", table, "events", events);
        }

        @Override
        protected SourceSpec spec() {
            NexmarkConnector connector = new NexmarkConnector();
            List<SourceColumn> columns = connector.defaultColumns(Opening.options(connector, options));
            return Specs.of(connector, columns, Path.of("."), options);
        }
    }

    @Nested
    class People extends OfTable {
        People() {
            super("person", "90001");
        }
    }

    @Nested
    class Auctions extends OfTable {
        Auctions() {
            super("auction", "40000");
        }
    }

    @Nested
    class Bids extends OfTable {
        Bids() {
            super("bid", "10007");
        }
    }

    @Nested
    class Events extends OfTable {
        Events() {
            super("event", "9999");
        }
    }
}
