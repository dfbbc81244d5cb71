package io.millrace.connector.generator;

import io.millrace.connector.generator.rule.GeneratorConnector;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class GeneratorConformanceTest extends SourceConformance {

    private static List<SourceColumn> columns() {
        return List.of(
                new SourceColumn(new Field("id", Type.BIGINT, false), Optional.empty()),
                new SourceColumn(new Field("name", Type.VARCHAR, true), Optional.empty()),
                new SourceColumn(new Field("price", Type.decimal(8, 2), true), Optional.empty()),
                new SourceColumn(new Field("at", Type.TIMESTAMP, false), Optional.empty()),
                new SourceColumn(new Field("place", Type.BIGINT, false), Optional.of("offset")));
    }

    @Override
    protected SourceSpec spec() {
        Map<String, String> options = Map.of(
                "rows", "20000", "fields.id.kind", "sequence", "fields.name.nulls", "0.3", "fields.price.max", "99");
        return Specs.of(new GeneratorConnector(), columns(), Path.of("."), options);
    }
}
