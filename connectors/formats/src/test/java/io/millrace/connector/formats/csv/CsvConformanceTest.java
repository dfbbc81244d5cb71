package io.millrace.connector.formats.csv;

import static io.millrace.connector.formats.Columnar.column;
import static io.millrace.connector.formats.Columnar.notNull;

import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.FormatConformance;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class CsvConformanceTest extends FormatConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(
                notNull("id", Type.BIGINT),
                column("name", Type.VARCHAR),
                column("price", Type.decimal(10, 2)),
                column("day", Type.DATE));
    }

    @Override
    protected RecordFormat format() {
        return Columnar.bind(new CsvFormat(), columns(), Map.of());
    }

    @Override
    protected byte[] input() {
        return """
                1,vase,12.50,2001-01-01
                2,"a ""quoted"", name",3,

                x,"bad, but
                with a line end",3,
                3,"two
                lines","4.5",1970-01-02
                4,too,few
                5,,,
                6,"",0,2001-13-01
                ,no id,,
                7,Füße 💐,-1,1969-12-31
                """.getBytes(StandardCharsets.UTF_8);
    }
}
