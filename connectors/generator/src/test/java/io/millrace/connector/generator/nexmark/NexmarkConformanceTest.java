package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.Opening;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import java.time.Clock;
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
        protected List<SourceColumn> columns() {
            NexmarkConnector connector = new NexmarkConnector();
            return connector.defaultColumns(Opening.options(connector, options));
        }

        @Override
        protected ReplayableSource open() {
            return Opening.source(new NexmarkConnector(), columns(), options, Clock.systemUTC());
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
