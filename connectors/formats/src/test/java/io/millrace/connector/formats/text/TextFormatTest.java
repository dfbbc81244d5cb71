package io.millrace.connector.formats.text;

import static io.millrace.connector.formats.Columnar.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.FormatConformance;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextFormatTest extends FormatConformance {

    @Override
    protected List<SourceColumn> columns() {
        return List.of(column("line", Type.varchar(12)));
    }

    @Override
    protected RecordFormat format() {
        return Columnar.bind(new TextFormat(), columns(), Map.of());
    }

    @Override
    protected byte[] input() {
        return "one\ntwo \"2\"\r\n\nFüße\nmore than twelve\nlast\n".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void emptyLineIsAnEmptyString() {
        assertThat(Columnar.rows(format(), 1, "a\n\nb\r\n")).containsExactly("a", "", "b");
    }

    @Test
    void otherColumnsAreRefusedAtOnce() {
        assertThatThrownBy(() -> Columnar.bind(new TextFormat(), List.of(column("n", Type.INTEGER)), Map.of()))
                .hasMessageContaining("exactly one column, of type VARCHAR");
    }
}
