package io.millrace.connector.formats.regex;

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

class RegexConformanceTest extends FormatConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(
                notNull("level", Type.VARCHAR), column("Took", Type.INTEGER), column("message", Type.varchar(20)));
    }

    @Override
    protected RecordFormat format() {
        return Columnar.bind(
                new RegexFormat(),
                columns(),
                Map.of("regex", "(?<level>[A-Z]*|-)( (?<took>[0-9a-z]+) ms)?: (?<message>.*)", "null", "-"));
    }

    @Override
    protected byte[] input() {
        return """
                INFO 12 ms: started
                WARN: Füße 💐

                this is no line of the log
                INFO 99999999999 ms: too long
                INFO abc ms: no number
                -: without a level
                DEBUG 3 ms: -\r
                DEBUG: a message with more than twenty letters
                : last
                """.getBytes(StandardCharsets.UTF_8);
    }
}
