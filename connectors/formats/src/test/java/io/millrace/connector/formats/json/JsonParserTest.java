package io.millrace.connector.formats.json;

import static io.millrace.connector.formats.Columnar.column;
import static io.millrace.connector.formats.Columnar.notNull;
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
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {

    private static RecordFormat format(SourceColumn... columns) {
        return Columnar.bind(new JsonFormat(), Arrays.asList(columns), Map.of());
    }

    private static String value(Type type, String json) {
        return Columnar.rows(format(column("v", type)), 1, "{\"v\":" + json + "}\n")
                .get(0);
    }

    private static CollectedRejects.Reject refused(Type type, String json) {
        return Columnar.rejects(format(column("v", type)), 1, "{\"v\":" + json + "}\n")
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            "2001-01-01 00:47:00";              978310020000
            "2001-01-01T00:47:00";              978310020000
            "2001-01-01T00:47:00.123Z";         978310020123
            "2001-01-01T00:47:00.1234567Z";     978310020123
            "2001-01-01 00:47:00.5";            978310020500
            "2001-01-01 02:47:00+02:00";        978310020000
            "2001-01-01 02:47:00 +0200";        978310020000
            "2000-12-31T19:47:00-05";           978310020000
            "2001-01-01 00:47";                 978310020000
            "2001-01-01";                       978307200000
            978310020000;                       978310020000
            "2000-02-29 00:00:00";              951782400000
            "1969-12-31 23:59:59.999";          -1
            """)
    void timestampIsRead(String json, long millis) {
        assertThat(value(Type.TIMESTAMP, json)).isEqualTo(String.valueOf(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2001-02-29 00:00:00\"",
                "\"2001-13-01 00:00:00\"",
                "\"2001-01-01 24:00:00\"",
                "\"2001-01-01x00:00:00\"",
                "\"2001-01-01 00:00:00.\"",
                "\"2001-01-01 00:00:00 UTC\"",
                "\"yesterday\"",
                "\"\"",
                "true"
            })
    void whatIsNoTimestampIsRefused(String json) {
        assertThat(refused(Type.TIMESTAMP, json).code()).isIn(ErrorCode.INVALID_DATETIME, ErrorCode.INVALID_CAST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            12;        1200
            12.5;      1250
            -12.345;   -1235
            12.344;    1234
            0.005;     1
            1e2;       10000
            "7.10";    710
            99999.99;  9999999
            """)
    void decimalIsExact(String json, long scaled) {
        assertThat(value(Type.decimal(7, 2), json)).isEqualTo(String.valueOf(scaled));
    }

    @Test
    void numbersBeyondTheirTypeAreRefused() {
        assertThat(refused(Type.decimal(7, 2), "100000").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.decimal(7, 2), "99999.995").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.TINYINT, "128").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.INTEGER, "-2147483649").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.BIGINT, "9223372036854775808").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.BIGINT, "1e400000000").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
        assertThat(refused(Type.DOUBLE, "1e999").code()).isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
    }

    @Test
    void numbersAtTheEdgeOfTheirTypeAreRead() {
        assertThat(value(Type.BIGINT, "-9223372036854775808")).isEqualTo("-9223372036854775808");
        assertThat(value(Type.BIGINT, "9223372036854775807")).isEqualTo("9223372036854775807");
        assertThat(value(Type.SMALLINT, "-32768")).isEqualTo("-32768");
        assertThat(value(Type.INTEGER, "12.0")).isEqualTo("12");
        assertThat(value(Type.BIGINT, "12e3")).isEqualTo("12000");
        assertThat(value(Type.decimal(30, 3), "123456789012345678901234567.8915"))
                .isEqualTo("123456789012345678901234567.892");
        assertThat(value(Type.DOUBLE, "0.1")).isEqualTo("0.1");
        assertThat(value(Type.DOUBLE, "-1.7976931348623157e308")).isEqualTo("-1.7976931348623157E308");
        assertThat(value(Type.REAL, "16777217")).isEqualTo("1.6777216E7");
    }

    @Test
    void reasonNamesColumnAndValue() {
        assertThat(refused(Type.DOUBLE, "\"abc\"").reason())
                .isEqualTo("column \"v\": \"abc\" is not a value of type DOUBLE");
        assertThat(refused(Type.varchar(3), "\"abcd\"").code()).isEqualTo(ErrorCode.VALUE_TOO_LONG);
        assertThat(refused(Type.BOOLEAN, "1").code()).isEqualTo(ErrorCode.INVALID_CAST);
        assertThat(refused(Type.INTEGER, "{\"a\":1}").code()).isEqualTo(ErrorCode.INVALID_CAST);
    }

    @Test
    void varcharTakesAnyValue() {
        assertThat(value(Type.VARCHAR, "12.50")).isEqualTo("12.50");
        assertThat(value(Type.VARCHAR, "true")).isEqualTo("true");
        assertThat(value(Type.VARCHAR, "{\"a\": [1, \"}\"]}")).isEqualTo("{\"a\": [1, \"}\"]}");
        assertThat(value(Type.VARCHAR, "\"\\ud83d\\udc90\\u00e4\\/\\b\"")).isEqualTo("💐ä/\b");
    }

    @Test
    void charIsPaddedWithBlanks() {
        assertThat(value(new ScalarType(TypeKind.CHAR, 4, 0), "\"ü\"")).isEqualTo("ü   ");
    }

    @Test
    void arraysMayNest() {
        Type matrix = new ArrayType(new ArrayType(Type.INTEGER, true), true);
        assertThat(value(matrix, "[[1,2], [], null, [null]]")).isEqualTo("[[1,2],[],NULL,[NULL]]");
    }

    @Test
    void refusedArrayLeavesNothingBehind() {
        RecordFormat format = format(column("v", new ArrayType(Type.INTEGER, true)));
        CollectedRejects rejects = new CollectedRejects();
        List<String> rows =
                ParserFeed.whole(format.parser(new int[] {0}), "{\"v\":[1,2,\"x\"]}\n{\"v\":[3]}\n", rejects);
        assertThat(rows).containsExactly("[3]");
        assertThat(rejects.all()).hasSize(1);
    }

    @Test
    void keysAreMatchedWithoutRegardToCaseAndLastOneCounts() {
        RecordFormat format = format(column("userName", Type.VARCHAR), column("n", Type.INTEGER));
        assertThat(Columnar.rows(format, 2, "{\"USERNAME\":\"a\",\"n\":1,\"userName\":\"b\",\"N\":null}\n"))
                .containsExactly("b|NULL");
        assertThat(Columnar.rows(format, 2, "{\"user\\u004eame\":\"c\"}\n")).containsExactly("c|NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\" 1}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{\"a\":tru}",
                "{\"a\":[1}",
                "{\"a\":\"x\ty\"}",
                "{\"a\":\"\\",
                "{\"a\":-}",
                "\"a\"",
                "{\"v\":\"\\x\"}",
                "{\"v\":\"\\u12\"}"
            })
    void malformedRecordIsRefusedAndTheNextOneRead(String record) {
        RecordFormat format = format(column("v", Type.VARCHAR));
        CollectedRejects rejects = new CollectedRejects();
        String text = record + "\n{\"v\":\"next\"}\n";
        assertThat(ParserFeed.whole(format.parser(new int[] {0}), text, rejects))
                .containsExactly("next");
        assertThat(rejects.all()).singleElement().satisfies(reject -> {
            assertThat(reject.raw()).isEqualTo(record);
            assertThat(reject.code()).isEqualTo(ErrorCode.INVALID_RECORD);
            assertThat(reject.reason()).isNotBlank();
        });
    }

    @Test
    void textThatIsNotUnicodeIsRefusedAnywhereInVariants() {
        byte[] text = """
                {"v":"\u00e9"}
                {"v":{"a":["\u00e9"]}}
                {"v":{"\u00e9":1}}
                {"v":{"a":"\\ud800"}}
                {"v":{"a":"b"}}
                """.getBytes(StandardCharsets.ISO_8859_1);
        CollectedRejects rejects = new CollectedRejects();
        RecordFormat format = format(column("v", Type.VARIANT), column("n", Type.INTEGER));
        for (int column = 0; column < 2; column++) {
            List<Page> pages = ParserFeed.pages(format.parser(new int[] {column}), text.clone(), rejects);
            assertThat(pages).extracting(Page::size).containsExactly(1);
        }
        assertThat(rejects.all())
                .hasSize(8)
                .extracting(CollectedRejects.Reject::code)
                .containsOnly(ErrorCode.INVALID_ENCODING);
    }

    @Test
    void invalidUtf8IsRefusedAlsoWhereNobodyReadsIt() {
        byte[] text = "{\"v\":\"a\u00e9\",\"n\":1}\n".getBytes(StandardCharsets.ISO_8859_1);
        RecordFormat format = format(column("v", Type.VARCHAR), column("n", Type.INTEGER));
        CollectedRejects rejects = new CollectedRejects();
        assertThat(ParserFeed.pages(format.parser(new int[] {0}), text.clone(), rejects))
                .isEmpty();
        assertThat(ParserFeed.pages(format.parser(new int[] {1}), text, rejects))
                .isEmpty();
        assertThat(rejects.all())
                .extracting(CollectedRejects.Reject::code)
                .containsExactly(ErrorCode.INVALID_ENCODING, ErrorCode.INVALID_ENCODING);
    }

    @Test
    void invalidUtf8UnderAKeyThatIsNoColumnIsNoMatter() {
        byte[] text = "{\"v\":\"a\u00e9\",\"n\":1}\n".getBytes(StandardCharsets.ISO_8859_1);
        RecordFormat format = format(column("n", Type.INTEGER));
        assertThat(PageText.of(ParserFeed.pages(format.parser(new int[] {0}), text, new CollectedRejects())))
                .containsExactly("1");
    }

    @Test
    void refusedRecordKeepsItsEscapes() {
        RecordFormat format = format(column("v", Type.VARCHAR), column("n", Type.INTEGER));
        String record = "{\"v\":\"a\\nb\",\"n\":\"x\"}";
        assertThat(Columnar.rejects(format, 2, record + "\n").get(0).raw()).isEqualTo(record);
    }

    @Test
    void missingValueOfNotNullColumnIsRefused() {
        RecordFormat format = format(notNull("v", Type.VARCHAR));
        assertThat(Columnar.rejects(format, 1, "{}\n{\"v\":null}\n"))
                .extracting(CollectedRejects.Reject::code)
                .containsExactly(ErrorCode.NULL_NOT_ALLOWED, ErrorCode.NULL_NOT_ALLOWED);
    }

    @Test
    void stringsAreSlicesOfTheInput() {
        byte[] input = "{\"v\":\"one\"}\n{\"v\":\"t\\u0077o\"}\n".getBytes(StandardCharsets.UTF_8);
        RecordParser parser = format(column("v", Type.VARCHAR)).parser(new int[] {0});
        parser.parse(input, 0, input.length, 0, true, new CollectedRejects());
        Page page = parser.takePage();
        assertThat(((BytesColumn) page.column(0)).data()).isSameAs(input);
        assertThat(PageText.of(page)).containsExactly("one", "two");
    }

    @Test
    void deepNestingIsRefusedNotOverflowing() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        assertThat(refused(Type.VARCHAR, deep).reason()).contains("nested more than");
    }

    @Test
    void intervalColumnIsRefusedAtOnce() {
        assertThatThrownBy(() -> format(column("gap", Type.INTERVAL_DAY)))
                .hasMessageContaining("column \"gap\"")
                .hasMessageContaining("INTERVAL");
    }
}
