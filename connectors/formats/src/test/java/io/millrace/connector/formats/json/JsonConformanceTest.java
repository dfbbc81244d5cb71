package io.millrace.connector.formats.json;

import static io.millrace.connector.formats.Columnar.column;
import static io.millrace.connector.formats.Columnar.notNull;

import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.FormatConformance;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class JsonConformanceTest extends FormatConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(
                notNull("id", Type.BIGINT),
                column("name", Type.VARCHAR),
                column("price", Type.decimal(10, 2)),
                column("at", Type.TIMESTAMP),
                column("tags", new ArrayType(Type.VARCHAR, true)));
    }

    @Override
    protected RecordFormat format() {
        return Columnar.bind(new JsonFormat(), columns(), Map.of());
    }

    @Override
    protected byte[] input() {
        return """
                {"id":1,"name":"vase","price":12.50,"at":"2001-01-01 00:47:00","tags":["a","b"]}
                {"id":2,"name":"a \\"quoted\\" \\u00fcber name","price":3,"at":null,"tags":[]}
                {"name":"no id"}
                { "id" : 3 , "other" : {"nested":["]}",{}]}, "name" : "Füße 💐" , "tags":["\\n",null] }

                {"id":4,"price":"abc"}
                {"id":5,"name":"not closed}
                nonsense
                {"tags":["x\\ty"],"at":1000,"price":-0.01,"name":"\\\\","id":6}
                {"id":99999999999999999999}
                {"id":7}
                """.getBytes(StandardCharsets.UTF_8);
    }
}
