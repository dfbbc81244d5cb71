package io.millrace.connector.generator;

import io.millrace.connector.generator.rule.GeneratorConnector;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class GeneratorConformanceTest extends SourceConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(
                new SourceColumn(new Field("id", Type.BIGINT, false), Optional.empty()),
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()),
                new SourceColumn(new Field("price", Type.decimal(8, 2), true), Optional.empty()),
                new SourceColumn(new Field("at", Type.TIMESTAMP, false), Optional.empty()),
                new SourceColumn(new Field("place", Type.BIGINT, false), Optional.of("offset")));
    }

    @Override
    protected ReplayableSource open() {
        Map<String, String> options = Map.of(
                "rows", "20000", "fields.id.kind", "sequence", "fields.name.nulls", "0.3", "fields.price.max", "99");
        return Opening.source(new GeneratorConnector(), columns(), options, Clock.systemUTC());
    }
}
