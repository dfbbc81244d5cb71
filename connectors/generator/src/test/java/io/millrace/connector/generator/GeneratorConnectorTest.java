package io.millrace.connector.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.generator.rule.GeneratorConnector;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorConnectorTest {

    private static final int ROWS = 5_000;

    /** The values of one column {@code v}; rules are given as {@code name=text}. */
    private static List<String> values(Type type, String... rules) {
        Map<String, String> options = new HashMap<>(Map.of("rows", String.valueOf(ROWS)));
        for (String rule : rules) {
            int equals = rule.indexOf('=');
            options.put("fields.V." + rule.substring(0, equals), rule.substring(equals + 1));
        }
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("v", type, true), Optional.empty()));
        List<Page> pages = new ArrayList<>();
        try (ReplayableSource source = Opening.source(new GeneratorConnector(), columns, options, Clock.systemUTC())) {
            for (Split split : source.poll(Map.of(), new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 1))) {
                try (SplitReader reader = source.readers().open(split, new int[] {0}, new CollectedRejects())) {
                    while (reader.advance()) {
                        pages.add(reader.page());
                    }
                }
            }
        }
        List<String> rows = PageText.of(pages);
        assertThat(rows).hasSize(ROWS);
        return rows;
    }

    @Test
    void sequencesCount() {
        assertThat(values(Type.BIGINT, "kind=sequence")).startsWith("0", "1", "2");
        assertThat(values(Type.INTEGER, "start=10", "step=5", "max=22")).startsWith("10", "15", "20", "10", "15");
        assertThat(values(Type.SMALLINT, "start=3", "step=-1", "min=2")).startsWith("3", "2", "3", "2");
        assertThat(values(Type.VARCHAR, "start=-1")).startsWith("-1", "0", "1");
        assertThat(values(Type.DOUBLE, "step=0.5")).startsWith("0.0", "0.5", "1.0");
        assertThat(values(Type.decimal(5, 2), "start=1.50", "step=0.25")).startsWith("150", "175");
        assertThat(values(Type.TIMESTAMP, "start=2001-01-01 00:47:00", "step=100 ms"))
                .startsWith("978310020000", "978310020100");
        assertThat(values(Type.DATE, "start=1970-01-02", "step=7")).startsWith("1", "8");
    }

    @Test
    void randomNumbersCoverTheirRange() {
        assertThat(new HashSet<>(values(Type.INTEGER, "min=-2", "max=2"))).containsOnly("-2", "-1", "0", "1", "2");
        assertThat(new HashSet<>(values(Type.TINYINT, "min=-128"))).hasSize(256);
        assertThat(values(Type.DOUBLE, "min=5", "max=6"))
                .allSatisfy(text -> assertThat(Double.parseDouble(text)).isBetween(5.0, 6.0));
        assertThat(new HashSet<>(values(Type.decimal(3, 1), "min=0.1", "max=0.3")))
                .containsOnly("1", "2", "3");
        assertThat(values(Type.BIGINT, "min=-9223372036854775808", "max=9223372036854775807"))
                .anySatisfy(text -> assertThat(text).startsWith("-"))
                .anySatisfy(text -> assertThat(text).doesNotStartWith("-"));
        assertThat(new HashSet<>(values(Type.BOOLEAN))).containsOnly("true", "false");
        assertThat(values(Type.TIME, "min=10:00", "max=10:00:01"))
                .allSatisfy(text -> assertThat(Integer.parseInt(text)).isBetween(36_000_000, 36_001_000));
    }

    @Test
    void stringsAreRandomChosenOrUnique() {
        assertThat(values(Type.VARCHAR, "length=12")).allMatch(text -> text.matches("[a-z]{12}"));
        assertThat(new HashSet<>(values(Type.VARCHAR, "values=a, bb ,ü"))).containsOnly("a", "bb", "ü");
        assertThat(new HashSet<>(values(Type.VARCHAR, "value=a, b"))).containsOnly("a, b");
        List<String> uuids = values(Type.VARCHAR, "kind=uuid");
        assertThat(uuids)
                .doesNotHaveDuplicates()
                .allMatch(text -> UUID.fromString(text).version() == 4);
        assertThat(new HashSet<>(values(Type.INTEGER, "values=1,10"))).containsOnly("1", "10");
    }

    @Test
    void nullsHaveTheirShareAndHoldZeros() {
        long nulls = values(Type.INTEGER, "nulls=0.25", "min=1").stream()
                .filter("NULL"::equals)
                .count();
        assertThat(nulls / (double) ROWS).isBetween(0.22, 0.28);
        GeneratorConnector connector = new GeneratorConnector();
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("v", Type.INTEGER, true), Optional.empty()));
        Map<String, String> options = Map.of("rows", "100", "fields.v.nulls", "1", "fields.v.min", "7");
        try (ReplayableSource source = Opening.source(connector, columns, options, Clock.systemUTC());
                SplitReader reader =
                        source.readers().open(Split.of("rows", 0, 100), new int[] {0}, new CollectedRejects())) {
            assertThat(reader.advance()).isTrue();
            assertThat(((IntColumn) reader.page().column(0)).values()).containsOnly(0);
        }
    }

    @Test
    void otherSeedsGiveOtherValues() {
        assertThat(values(Type.BIGINT)).isEqualTo(values(Type.BIGINT));
        Map<String, String> seeded = Map.of("rows", "10", "seed", "7");
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("v", Type.BIGINT, true), Optional.empty()));
        try (ReplayableSource source = Opening.source(new GeneratorConnector(), columns, seeded, Clock.systemUTC());
                SplitReader reader =
                        source.readers().open(Split.of("rows", 0, 10), new int[] {0}, new CollectedRejects())) {
            reader.advance();
            assertThat(PageText.of(reader.page()))
                    .isNotEqualTo(values(Type.BIGINT).subList(0, 10));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            kind=guess;             but must be sequence, random, values, constant or uuid
            kynd=random;            did you mean 'kind'?
            min=x;                  option 'fields.v.min' is 'x', but must be a value of type INTEGER
            max=99999999999;        within the range of INTEGER
            min=2000000;            ``
            length=5;               option 'fields.v.length' has no meaning for random numbers or times
            kind=uuid;              makes VARCHAR, not INTEGER
            kind=values;            needs the option 'fields.v.values'
            nulls=2;                between 0 and 1
            step=0;                 leads from 'start' to 'max'
            """)
    void badRulesAreExplained(String rule, String text) {
        if (text.isEmpty()) {
            assertThat(values(Type.INTEGER, rule)).isNotEmpty();
        } else {
            assertThatThrownBy(() -> values(Type.INTEGER, rule)).hasMessageContaining(text);
        }
    }

    @Test
    void typesAndColumnsThatCannotBeMadeAreNamed() {
        assertThatThrownBy(() -> values(new ArrayType(Type.INTEGER, true)))
                .hasMessageContaining("the generator cannot make INTEGER ARRAY");
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("price", Type.BIGINT, true), Optional.empty()));
        Map<String, String> options = Map.of("fields.prise.min", "1");
        assertThatThrownBy(() -> Opening.source(new GeneratorConnector(), columns, options, Clock.systemUTC()))
                .hasMessageContaining("did you mean \"price\"?");
    }

    @Test
    void unlimitedRowsHaveNoEnd() {
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("v", Type.BIGINT, true), Optional.empty()));
        try (ReplayableSource source = Opening.source(new GeneratorConnector(), columns, Map.of(), Clock.systemUTC())) {
            assertThat(source.endless()).isTrue();
            assertThat(source.exhausted(Map.of("rows", Offset.ofLong(Long.MAX_VALUE))))
                    .isFalse();
            assertThat(source.poll(Map.of("rows", Offset.ofLong(10)), new Admission(100_000, Long.MAX_VALUE, 2)))
                    .containsExactly(Split.of("rows", 10, 50_010), Split.of("rows", 50_010, 100_010));
        }
    }

    @Test
    void rowsThatWereReadBeforeARestartAreDueAtOnce() {
        List<SourceColumn> columns = List.of(new SourceColumn(new Field("v", Type.BIGINT, true), Optional.empty()));
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        try (ReplayableSource source = Opening.source(new GeneratorConnector(), columns, Map.of("rate", "10"), clock)) {
            Admission limits = new Admission(100_000, Long.MAX_VALUE, 1);
            assertThat(source.poll(Map.of(), limits)).isEmpty();
            source.recall(Map.of("rows", Offset.ofLong(500)));
            assertThat(source.poll(Map.of(), limits)).containsExactly(Split.of("rows", 0, 500));
            assertThat(source.poll(Map.of("rows", Offset.ofLong(500)), limits)).isEmpty();
        }
    }

    @Test
    void connectorsAreFoundAsServices() {
        assertThat(ServiceLoader.load(Connector.class))
                .extracting(Connector::name)
                .contains("generator", "nexmark", "blackhole");
    }
}
