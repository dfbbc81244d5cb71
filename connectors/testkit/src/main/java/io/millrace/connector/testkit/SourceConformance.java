package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every replayable source keeps to. The source under test has a few thousand rows and an end. */
public abstract class SourceConformance {

    private static final Admission ALL = new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 1);
    private static final int MOST_POLLS = 1_000_000;

    protected abstract List<SourceColumn> columns();

    /** Opens the same source again and again. */
    protected abstract ReplayableSource open() throws Exception;

    /** Whether the source can keep to a number of rows. */
    protected boolean admitsByRows() {
        return true;
    }

    private int[] all() {
        return IntStream.range(0, columns().size()).toArray();
    }

    @Test
    void everyRowComesOnceWhateverIsAdmitted() throws Exception {
        try (ReplayableSource source = open()) {
            List<String> expected = read(source, splits(source, ALL), all());
            assertThat(expected).hasSizeGreaterThan(1_000);
            for (Admission admission : List.of(
                    new Admission(Long.MAX_VALUE, 10_000, 1),
                    new Admission(Long.MAX_VALUE, 4_099, 3),
                    new Admission(100, Long.MAX_VALUE, 2),
                    new Admission(7, 1_000_000, 4),
                    new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 8))) {
                List<String> rows = read(source, splits(source, admission), all());
                assertThat(rows).as("%s", admission).isEqualTo(expected);
            }
        }
    }

    @Test
    void admissionByRowsIsRespected() throws Exception {
        if (!admitsByRows()) {
            return;
        }
        try (ReplayableSource source = open()) {
            Map<String, Long> offsets = new HashMap<>();
            for (int poll = 0; poll < 10; poll++) {
                List<Split> splits = source.poll(offsets, new Admission(5, Long.MAX_VALUE, 2));
                assertThat(read(source, splits, all())).hasSizeLessThanOrEqualTo(5);
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
            }
        }
    }

    @Test
    void splitsGoOnWhereOffsetsEnd() throws Exception {
        try (ReplayableSource source = open()) {
            splits(source, new Admission(50, 5_000, 3)); // asserts it for every poll
        }
    }

    @Test
    void sourceIsExhaustedAtItsEndOnly() throws Exception {
        try (ReplayableSource source = open()) {
            assertThat(source.exhausted(Map.of())).isFalse();
            assertThat(source.endless()).isFalse();
            Map<String, Long> offsets = new HashMap<>();
            splits(source, ALL).forEach(split -> offsets.put(split.partition(), split.end()));
            assertThat(source.exhausted(offsets)).isTrue();
            assertThat(source.poll(offsets, ALL)).isEmpty();
        }
    }

    @Test
    void replayGivesTheSameRowsAlsoFromAnotherInstance() throws Exception {
        try (ReplayableSource source = open();
                ReplayableSource again = open()) {
            List<Split> splits = splits(source, new Admission(700, 60_000, 2));
            List<String> rows = read(source, splits, all());
            assertThat(read(source, splits, all())).isEqualTo(rows);
            assertThat(read(again, splits, all())).isEqualTo(rows);
        }
    }

    @Test
    void fewerColumnsInAnyOrderHaveTheSameValues() throws Exception {
        try (ReplayableSource source = open()) {
            List<Split> splits = splits(source, ALL);
            List<Page> full = pages(source, splits, all());
            int count = columns().size();
            for (int column = 0; column < count; column++) {
                int[] asked = count == 1 ? new int[] {0} : new int[] {(column + 1) % count, column};
                List<Page> expected =
                        full.stream().map(page -> page.project(asked)).toList();
                assertThat(read(source, splits, asked)).isEqualTo(Rows.of(expected));
            }
            assertThat(read(source, splits, new int[0])).hasSameSizeAs(Rows.of(full));
        }
    }

    @Test
    void splitsCanBeReadAtTheSameTime() throws Exception {
        try (ReplayableSource source = open()) {
            List<Split> splits = splits(source, new Admission(500, 20_000, 4));
            List<String> expected = read(source, splits, all());
            List<CompletableFuture<List<String>>> running = splits.stream()
                    .map(split -> CompletableFuture.supplyAsync(() -> read(source, List.of(split), all())))
                    .toList();
            List<String> rows = new ArrayList<>();
            running.forEach(result -> rows.addAll(result.join()));
            assertThat(rows).isEqualTo(expected);
        }
    }

    @Test
    void pagesAreNeitherEmptyNorTooLarge() throws Exception {
        try (ReplayableSource source = open()) {
            assertThat(pages(source, splits(source, ALL), all())).allSatisfy(page -> {
                assertThat(page.size()).isBetween(1, Page.MAX_ROWS);
                assertThat(page.weights()).isNull();
            });
        }
    }

    /** All splits of a source from its beginning to its end. */
    protected final List<Split> splits(ReplayableSource source, Admission admission) {
        List<Split> all = new ArrayList<>();
        Map<String, Long> offsets = new HashMap<>();
        for (int poll = 0; poll < MOST_POLLS; poll++) {
            List<Split> splits = source.poll(Map.copyOf(offsets), admission);
            for (Split split : splits) {
                assertThat(split.start()).isEqualTo(offsets.getOrDefault(split.partition(), 0L));
                assertThat(split.end()).isGreaterThan(split.start());
                offsets.put(split.partition(), split.end());
            }
            if (splits.isEmpty()) {
                return all;
            }
            all.addAll(splits);
        }
        throw new AssertionError("the source did not end within " + MOST_POLLS + " polls");
    }

    /** The rows of splits, one after the other; no record may be refused. */
    protected final List<String> read(ReplayableSource source, List<Split> splits, int[] columns) {
        return Rows.of(pages(source, splits, columns));
    }

    private static List<Page> pages(ReplayableSource source, List<Split> splits, int[] columns) {
        CollectedRejects rejects = new CollectedRejects();
        List<Page> pages = new ArrayList<>();
        for (Split split : splits) {
            try (SplitReader reader = source.open(split, columns, rejects)) {
                while (reader.advance()) {
                    pages.add(reader.page());
                }
            }
        }
        assertThat(rejects.all()).isEmpty();
        return pages;
    }
}
