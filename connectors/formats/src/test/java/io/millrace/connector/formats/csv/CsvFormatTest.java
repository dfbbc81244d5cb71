package io.millrace.connector.formats.csv;

import static io.millrace.connector.formats.Columnar.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.formats.Columnar;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.ParserFeed;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvFormatTest {

    private static final List<SourceColumn> COLUMNS = List.of(column("id", Type.INTEGER), column("name", Type.VARCHAR));

    private static RecordFormat format(Map<String, String> options) {
        return Columnar.bind(new CsvFormat(), COLUMNS, options);
    }

    @Test
    void unquotedEmptyFieldIsNullAndQuotedOneIsEmpty() {
        assertThat(Columnar.rows(format(Map.of()), 2, "1,\r\n2,\"\"\r\n,x")).containsExactly("1|NULL", "2|", "NULL|x");
    }

    @Test
    void nullTextIsNullOnlyUnquoted() {
        assertThat(Columnar.rows(format(Map.of("null", "\\N")), 2, "\\N,\"\\N\"\n1,\n"))
                .containsExactly("NULL|\\N", "1|");
    }

    @Test
    void quotedFieldMayHoldDelimitersQuotesAndLineEnds() {
        assertThat(Columnar.rows(format(Map.of()), 2, "1,\"a,\"\"b\"\"\nc\"\n")).containsExactly("1|a,\"b\"\nc");
    }

    @Test
    void recordThatGoesOnInTheNextBlockIsReadOnce() {
        RecordParser parser = format(Map.of()).parser(new int[] {0, 1});
        CollectedRejects rejects = new CollectedRejects();
        byte[] text = "1,a\n2,\"b\"\"\nc\"\n".getBytes(StandardCharsets.UTF_8);
        int read = parser.parse(text, 0, text.length - 3, 0, false, rejects);
        parser.parse(text, read, text.length, read, true, rejects);
        Page page = parser.takePage();
        assertThat(page.column(0).size()).isEqualTo(2);
        assertThat(PageText.of(page)).containsExactly("1|a", "2|b\"\nc");
        assertThat(rejects.all()).isEmpty();
    }

    @Test
    void unclosedQuoteCostsOnlyItsLine() {
        CollectedRejects rejects = new CollectedRejects();
        RecordParser parser = format(Map.of()).parser(new int[] {0, 1});
        assertThat(ParserFeed.whole(parser, "1,\"open\n2,b\n3,c\n", rejects)).containsExactly("2|b", "3|c");
        assertThat(rejects.reasons()).containsExactly("a quoted field is not closed");
    }

    @Test
    void reasonsNameColumnAndValue() {
        assertThat(Columnar.rejects(format(Map.of()), 2, "one,a\n1\n1,2,3\n2,\"a\"b\n"))
                .extracting(CollectedRejects.Reject::reason)
                .containsExactly(
                        "column \"id\": \"one\" is not a value of type INTEGER",
                        "the record has 1 fields, but 2 are expected",
                        "the record has 3 fields, but 2 are expected",
                        "a quoted field is followed by text instead of a delimiter");
    }

    @Test
    void headerWithoutADeclaredColumnIsAnError() {
        RecordParser parser = format(Map.of("header", "true")).parser(new int[] {0});
        byte[] line = "id,nome".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> parser.header(line, 0, line.length))
                .isInstanceOf(MillraceException.class)
                .hasMessage("column \"name\" is not in the header of the CSV input; did you mean \"nome\"?");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> format(Map.of("delimiter", "::"))).hasMessageContaining("option 'delimiter' is '::'");
        assertThatThrownBy(() -> format(Map.of("quote", ","))).hasMessageContaining("must differ");
        assertThatThrownBy(() -> format(Map.of("delimeter", ";"))).hasMessageContaining("did you mean 'delimiter'?");
        assertThatThrownBy(() -> Columnar.bind(
                        new CsvFormat(), List.of(column("tags", new ArrayType(Type.VARCHAR, true))), Map.of()))
                .hasMessageContaining("column \"tags\": format 'csv' cannot hold VARCHAR ARRAY");
    }

    @Test
    void inputIsSplittableOnlyWhenRecordsAreLines() {
        assertThat(format(Map.of()).splittable()).isFalse();
        assertThat(format(Map.of("multiline", "false")).splittable()).isTrue();
    }
}
