package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.RecordParser;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every format keeps to, whatever the records are. */
public abstract class FormatConformance {

    private static final int SEEDS = 200;

    /** The columns, none of them metadata. */
    protected abstract List<SourceColumn> columns();

    protected abstract RecordFormat format();

    /** Several records, good ones and bad ones, that end with a line end. */
    protected abstract byte[] input();

    /** The header line that the parser must see first; empty when there is none. */
    protected String header() {
        return "";
    }

    private RecordParser parser(int... columns) {
        RecordParser parser = format().parser(columns);
        if (!header().isEmpty()) {
            byte[] line = header().getBytes(StandardCharsets.UTF_8);
            parser.header(line, 0, line.length);
        }
        return parser;
    }

    private int[] all() {
        return IntStream.range(0, columns().size()).toArray();
    }

    @Test
    void inputHasGoodAndBadRecords() {
        CollectedRejects rejects = new CollectedRejects();
        assertThat(PageText.of(ParserFeed.pages(parser(all()), input(), rejects)))
                .hasSizeGreaterThan(2);
        assertThat(rejects.all()).isNotEmpty();
    }

    @Test
    void inputMayComeInAnyBlocks() {
        CollectedRejects expectedRejects = new CollectedRejects();
        List<String> expected = PageText.of(ParserFeed.pages(parser(all()), input(), expectedRejects));
        for (long seed = 0; seed < SEEDS; seed++) {
            CollectedRejects rejects = new CollectedRejects();
            List<Page> pages = ParserFeed.randomly(parser(all()), input(), rejects, seed);
            assertThat(PageText.of(pages)).as("seed %d", seed).isEqualTo(expected);
            assertThat(rejects.all()).as("seed %d", seed).isEqualTo(expectedRejects.all());
        }
    }

    @Test
    void lastRecordNeedsNoLineEnd() {
        List<String> expected = PageText.of(ParserFeed.pages(parser(all()), input(), new CollectedRejects()));
        byte[] unended = Arrays.copyOf(input(), input().length - 1);
        assertThat(PageText.of(ParserFeed.pages(parser(all()), unended, new CollectedRejects())))
                .isEqualTo(expected);
    }

    @Test
    void incompleteRecordIsLeft() {
        byte[] input = input();
        byte[] cut = Arrays.copyOf(input, input.length - 1);
        RecordParser parser = parser(all());
        int consumed = parser.parse(cut, 0, cut.length, 0, false, new CollectedRejects());
        assertThat(consumed).isLessThan(cut.length);
    }

    @Test
    void refusedRecordsKeepTheirBytesAndPlace() {
        byte[] input = input();
        CollectedRejects rejects = new CollectedRejects();
        ParserFeed.pages(parser(all()), input.clone(), rejects);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        for (CollectedRejects.Reject reject : rejects.all()) {
            int position = Math.toIntExact(reject.position());
            assertThat(text.substring(position)).startsWith(reject.raw());
            assertThat(reject.raw()).doesNotEndWith("\n").isNotEmpty();
            assertThat(reject.reason()).isNotBlank();
        }
    }

    @Test
    void fewerColumnsInAnyOrderHaveTheSameValues() {
        List<Page> full = ParserFeed.pages(parser(all()), goodRecords(), new CollectedRejects());
        int count = columns().size();
        for (int column = 0; column < count; column++) {
            int[] two = count == 1 ? new int[] {0} : new int[] {column, (column + 1) % count};
            List<String> expected =
                    PageText.of(full.stream().map(page -> page.project(two)).toList());
            CollectedRejects rejects = new CollectedRejects();
            assertThat(PageText.of(ParserFeed.pages(parser(two), goodRecords(), rejects)))
                    .isEqualTo(expected);
            assertThat(rejects.all()).isEmpty();
        }
    }

    @Test
    void refusedRecordsAreTheSameWhicheverColumnsAreRead() {
        CollectedRejects expected = new CollectedRejects();
        ParserFeed.pages(parser(all()), input(), expected);
        int count = columns().size();
        for (int choice = 0; choice < Math.min(1 << count, SEEDS); choice++) {
            int chosen = choice;
            int[] some = IntStream.range(0, count)
                    .filter(column -> (chosen >> column & 1) == 1)
                    .toArray();
            CollectedRejects rejects = new CollectedRejects();
            ParserFeed.pages(parser(some), input(), rejects);
            assertThat(rejects.all()).as("columns %s", Arrays.toString(some)).isEqualTo(expected.all());
        }
    }

    @Test
    void withoutColumnsRowsAreCounted() {
        int expected = PageText.of(ParserFeed.pages(parser(all()), goodRecords(), new CollectedRejects()))
                .size();
        int counted = ParserFeed.pages(parser(), goodRecords(), new CollectedRejects()).stream()
                .mapToInt(Page::size)
                .sum();
        assertThat(counted).isEqualTo(expected);
    }

    @Test
    void positionsAreThoseOfTheRecords() {
        byte[] input = input();
        RecordParser parser = parser(all());
        parser.keepPositions();
        CollectedRejects rejects = new CollectedRejects();
        parser.parse(input.clone(), 0, input.length, 1_000, true, rejects);
        List<Long> positions = new ArrayList<>();
        for (int row = 0; row < parser.rows(); row++) {
            positions.add(parser.positions()[row]);
        }
        assertThat(positions).isSorted().doesNotHaveDuplicates();
        for (long position : positions) {
            int at = (int) position - 1_000;
            assertThat(at == 0 || input[at - 1] == '\n').isTrue();
        }
        rejects.all().forEach(reject -> assertThat(positions).doesNotContain(reject.position()));
    }

    /** The input without the records that are refused. */
    private byte[] goodRecords() {
        byte[] input = input();
        RecordParser parser = parser(all());
        parser.keepPositions();
        CollectedRejects rejects = new CollectedRejects();
        parser.parse(input.clone(), 0, input.length, 0, true, rejects);
        String text = new String(input, StandardCharsets.ISO_8859_1);
        StringBuilder good = new StringBuilder(text);
        List<CollectedRejects.Reject> all = new ArrayList<>(rejects.all());
        for (int i = all.size() - 1; i >= 0; i--) {
            int start = Math.toIntExact(all.get(i).position());
            int end = text.indexOf('\n', start + all.get(i).raw().length()) + 1;
            good.delete(start, end);
        }
        return good.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
