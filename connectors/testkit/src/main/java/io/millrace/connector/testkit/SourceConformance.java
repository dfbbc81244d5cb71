package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What every replayable source keeps to. The source under test has a few thousand good rows and an end; its connector and its format
 * are installed as services.
 */
public abstract class SourceConformance extends SourceFaultConformance {

    /** Whether the source can keep to a number of rows. */
    protected boolean admitsByRows() {
        return true;
    }

    @Test
    void everyRowComesOnceWhateverIsAdmitted() {
        try (ReplayableSource source = open()) {
            List<String> expected = read(source, TrialReading.splits(source, TrialReading.ALL));
            assertThat(expected).hasSizeGreaterThan(1_000);
            for (Admission admission : List.of(
                    new Admission(Long.MAX_VALUE, 10_000, 1),
                    new Admission(Long.MAX_VALUE, 4_099, 3),
                    new Admission(100, Long.MAX_VALUE, 2),
                    new Admission(7, 1_000_000, 4),
                    new Admission(Long.MAX_VALUE, Long.MAX_VALUE, 8))) {
                List<String> rows = read(source, TrialReading.splits(source, admission));
                // partitions may take turns
                assertThat(rows).as("%s", admission).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    @Test
    void admissionByRowsIsRespected() {
        if (!admitsByRows()) {
            return;
        }
        try (ReplayableSource source = open()) {
            Map<String, Offset> offsets = new HashMap<>();
            for (int poll = 0; poll < 10; poll++) {
                List<Split> splits = source.poll(offsets, new Admission(5, Long.MAX_VALUE, 2));
                assertThat(read(source, splits)).hasSizeLessThanOrEqualTo(5);
                splits.forEach(split -> offsets.put(split.partition(), split.end()));
            }
        }
    }

    @Test
    void splitsGoOnWhereOffsetsEnd() {
        try (ReplayableSource source = open()) {
            // asserts it for every poll
            assertThat(TrialReading.splits(source, new Admission(50, 5_000, 3))).isNotEmpty();
        }
    }

    @Test
    void splitsCanBePutTogetherAndTakenApart() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, new Admission(300, 20_000, 2));
            Map<String, Split> whole = new HashMap<>();
            splits.forEach(split -> whole.merge(split.partition(), split, (first, next) -> {
                return new Split(first.partition(), first.start(), next.end(), first.extent() + next.extent());
            }));
            whole.forEach((partition, joined) -> {
                List<Split> parts = splits.stream()
                        .filter(split -> split.partition().equals(partition))
                        .toList();
                assertThat(read(source, List.of(joined))).isEqualTo(read(source, parts));
                assertThat(joined.until(parts.get(0).end()).end())
                        .isEqualTo(parts.get(0).end());
                assertThat(read(source, List.of(joined.until(parts.get(0).end()))))
                        .isEqualTo(read(source, parts.subList(0, 1)));
            });
        }
    }

    @Test
    void offsetsAreOrderedAndMadeOfTheirBytes() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, new Admission(200, 10_000, 1));
            Map<String, Offset> before = new HashMap<>();
            List<Split> copies = new ArrayList<>();
            for (Split split : splits) {
                Offset earlier = before.put(split.partition(), split.end());
                assertThat(earlier == null || earlier.compareTo(split.end()) < 0)
                        .isTrue();
                assertThat(source.position(split.start())).isLessThan(source.position(split.end()));
                assertThat(source.text(split.start())).isNotEqualTo(source.text(split.end()));
                copies.add(new Split(
                        split.partition(),
                        Offset.ofBytes(split.start().bytes()),
                        Offset.ofBytes(split.end().bytes()),
                        0));
            }
            assertThat(TrialReading.ends(copies)).isEqualTo(TrialReading.ends(splits));
            assertThat(read(source, copies)).isEqualTo(read(source, splits));
        }
    }

    @Test
    void sourceIsExhaustedAtItsEndOnly() {
        try (ReplayableSource source = open()) {
            assertThat(source.exhausted(Map.of())).isFalse();
            assertThat(source.endless()).isFalse();
            Map<String, Offset> ends = TrialReading.ends(TrialReading.splits(source, TrialReading.ALL));
            assertThat(source.exhausted(ends)).isTrue();
            assertThat(source.poll(ends, TrialReading.ALL)).isEmpty();
            assertThat(source.problems()).isEmpty();
        }
    }

    @Test
    void replayGivesTheSameRowsAlsoFromAnotherInstance() {
        try (ReplayableSource source = open();
                ReplayableSource again = open()) {
            List<Split> splits = TrialReading.splits(source, new Admission(700, 60_000, 2));
            List<String> rows = read(source, splits);
            assertThat(read(source, splits)).isEqualTo(rows);
            assertThat(read(again, splits)).isEqualTo(rows);
        }
    }

    @Test
    void descriptionThatWasSentReadsTheSameRowsWithoutTheSource() throws Exception {
        List<Split> splits;
        List<String> expected;
        try (ReplayableSource source = open()) {
            splits = TrialReading.splits(source, new Admission(700, 60_000, 2));
            expected = read(source, splits);
        }
        SourceSpec sent = sent(spec());
        assertThat(sent).isEqualTo(spec());
        List<Split> sentSplits = new ArrayList<>();
        for (Split split : splits) {
            sentSplits.add(sent(split));
        }
        assertThat(TrialReading.rows(sent.readers(), sentSplits, all())).isEqualTo(expected);
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(T data) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(data);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void fewerColumnsInAnyOrderHaveTheSameValues() {
        try (ReplayableSource source = open()) {
            ReaderFactory readers = source.readers();
            List<Split> splits = TrialReading.splits(source, TrialReading.ALL);
            List<Page> full = TrialReading.pages(readers, splits, all());
            int count = all().length;
            for (int column = 0; column < count; column++) {
                int[] asked = count == 1 ? new int[] {0} : new int[] {(column + 1) % count, column};
                List<Page> expected =
                        full.stream().map(page -> page.project(asked)).toList();
                assertThat(TrialReading.rows(readers, splits, asked)).isEqualTo(PageText.weighted(expected));
            }
            assertThat(TrialReading.rows(readers, splits, new int[0])).hasSameSizeAs(PageText.of(full));
        }
    }

    @Test
    void splitsCanBeReadAtTheSameTime() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, new Admission(500, 20_000, 4));
            List<String> expected = read(source, splits);
            List<CompletableFuture<List<String>>> running = splits.stream()
                    .map(split -> CompletableFuture.supplyAsync(() -> read(source, List.of(split))))
                    .toList();
            List<String> rows = new ArrayList<>();
            running.forEach(result -> rows.addAll(result.join()));
            assertThat(rows).isEqualTo(expected);
        }
    }

    @Test
    void pagesAreNeitherEmptyNorTooLarge() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, TrialReading.ALL);
            assertThat(TrialReading.pages(source.readers(), splits, all())).allSatisfy(page -> {
                assertThat(page.size()).isBetween(1, Page.MAX_ROWS);
                assertThat(source.changes() || page.weights() == null).isTrue();
                for (int row = 0; row < page.size(); row++) {
                    assertThat(page.weight(row)).isNotZero();
                }
            });
        }
    }
}
