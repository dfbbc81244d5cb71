package io.millrace.connector.formats.json;

import static io.millrace.connector.formats.Columnar.column;
import static io.millrace.connector.formats.Columnar.notNull;

import io.millrace.connector.testkit.FormatConformance;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Records of one row each: the two rows of an update are at one position. */
class DebeziumConformanceTest extends FormatConformance {

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
        DebeziumFormat format = new DebeziumFormat();
        return format.bind(columns(), List.of(0), Options.check("format", format.options(), Map.of()));
    }

    @Override
    protected byte[] input() {
        return """
                {"before":null,"after":{"id":1,"name":"vase","price":"BOI=","at":978310020000,"tags":["a","b"]},"op":"c"}
                {"op":"r","after":{"id":2,"name":"a \\"quoted\\" \\u00fcber name","price":3,"at":null,"tags":[]}}
                {"op":"c","after":{"name":"no id"}}
                { "op" : "d" , "other" : {"nested":["]}",{}]}, "before" : {"id" : 3, "name" : "Füße 💐" , "tags":["\\n",null] } }

                {"op":"c","after":{"id":4,"price":"?"}}
                {"op":"c","after":{"id":5,"name":"not closed}
                nonsense
                {"schema":{"x":"y"},"payload":{"op":"c","after":{"tags":["x\\ty"],"at":1000,"price":-0.01,"name":"\\\\","id":6}}}
                {"op":"u","before":{"id":6},"after":{"id":99999999999999999999}}
                {"id":7} null
                {"status":"END","id":"7"}
                {"op":"c","after":{"id":8}} x
                {"op":"c","after":{"id":9,"name":"__debezium_unavailable_value"}}
                {"op":"c","after":{"id":10}}
                """.getBytes(StandardCharsets.UTF_8);
    }
}
