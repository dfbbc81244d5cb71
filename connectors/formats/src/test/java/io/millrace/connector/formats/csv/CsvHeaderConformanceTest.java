package io.millrace.connector.formats.csv;

import static io.millrace.connector.formats.Columnar.column;

import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.FormatConformance;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class CsvHeaderConformanceTest extends FormatConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(column("name", Type.VARCHAR), column("id", Type.INTEGER));
    }

    @Override
    protected RecordFormat format() {
        Map<String, String> options =
                Map.of("header", "true", "delimiter", "\\t", "quote", "'", "null", "-", "multiline", "false");
        return Columnar.bind(new CsvFormat(), columns(), options);
    }

    @Override
    protected String header() {
        return "ID\tunused\t'Name'";
    }

    @Override
    protected byte[] input() {
        return """
                1\tx\tvase
                2\t\t'it''s'
                3\t-\t-
                -\t'not closed\tx
                -\t'\t'\t\r
                5\tx\t'odd'end
                """.getBytes(StandardCharsets.UTF_8);
    }
}
