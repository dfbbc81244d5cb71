package io.millrace.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.error.Blame;
import io.millrace.spi.error.MillraceException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every replayable source keeps to when something is in its way; the second half of {@link SourceConformance}. */
abstract class SourceFaultConformance {

    private static final int ROUNDS = 100;

    /** The source under test: a few thousand rows, all good, and an end. */
    protected abstract SourceSpec spec();

    /** A source with records that cannot be read between good ones, for connectors that carry bytes. */
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        return Optional.empty();
    }

    /** Takes a partition of the source under test away from outside; answers which. Empty where partitions cannot vanish. */
    protected Optional<String> vanish() throws Exception {
        return Optional.empty();
    }

    protected final ReplayableSource open() {
        return open(spec());
    }

    private static ReplayableSource open(SourceSpec spec) {
        return (ReplayableSource) spec.open(Clock.systemUTC());
    }

    protected final int[] all() {
        return all(spec());
    }

    private static int[] all(SourceSpec spec) {
        return IntStream.range(0, spec.columns().size()).toArray();
    }

    /** The rows of splits; no record may be refused. */
    protected final List<String> read(ReplayableSource source, List<Split> splits) {
        return TrialReading.rows(source.readers(), splits, all());
    }

    @Test
    void readerThatIsClosedEarlyLeavesNothingBehind() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, TrialReading.ALL);
            List<String> expected = read(source, splits);
            long before = openFiles();
            for (int round = 0; round < ROUNDS; round++) {
                SplitReader reader = source.readers().open(splits.get(0), all(), new CollectedRejects());
                assertThat(round % 2 == 0 || reader.advance()).isTrue();
                reader.close();
                reader.close();
            }
            assertThat(openFiles() - before).isLessThan(ROUNDS / 2);
            assertThat(read(source, splits)).isEqualTo(expected);
        }
    }

    /** How many files and connections the process has open; 0 where that cannot be told. */
    private static long openFiles() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    @Test
    void whatFollowsOnReleasedOffsetsCanBeRead() {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, new Admission(300, 20_000, 1));
            List<String> expected = read(source, splits);
            List<Split> early = splits.subList(0, splits.size() / 2);
            List<Split> late = splits.subList(splits.size() / 2, splits.size());
            List<String> earlyRows = read(source, early);
            source.release(TrialReading.ends(early));
            source.release(TrialReading.ends(early));
            List<String> rows = new ArrayList<>(earlyRows);
            rows.addAll(read(source, late));
            assertThat(rows).isEqualTo(expected);
            assertThat(source.poll(TrialReading.ends(splits), TrialReading.ALL)).isEmpty();
            try {
                assertThat(read(source, early)).isEqualTo(earlyRows);
            } catch (MillraceException e) {
                assertThat(e.code().blame()).isEqualTo(Blame.EXTERNAL);
            }
        }
    }

    @Test
    void pollingAndReadingGoOnAtTheSameTime() {
        try (ReplayableSource source = open()) {
            Admission admission = new Admission(500, 20_000, 2);
            List<Split> splits = TrialReading.splits(source, admission);
            List<String> expected = read(source, splits);
            CompletableFuture<List<String>> reading = CompletableFuture.supplyAsync(() -> read(source, splits));
            do {
                assertThat(TrialReading.splits(source, admission)).isEqualTo(splits);
            } while (!reading.isDone());
            assertThat(reading.join()).isEqualTo(expected);
        }
    }

    @Test
    void interruptedPollEndsAndTheNextOneIsRight() {
        try (ReplayableSource source = open()) {
            List<Split> expected = source.poll(Map.of(), TrialReading.ALL);
            Thread.currentThread().interrupt();
            try {
                assertThat(source.poll(Map.of(), TrialReading.ALL)).isEqualTo(expected);
            } catch (MillraceException e) {
                assertThat(e.code().blame()).isEqualTo(Blame.EXTERNAL);
            } finally {
                Thread.interrupted();
            }
            assertThat(source.poll(Map.of(), TrialReading.ALL)).isEqualTo(expected);
            assertThat(source.problems()).isEmpty();
        }
    }

    @Test
    void sourceCanBeClosedTwice() {
        ReplayableSource source = open();
        source.close();
        source.close();
    }

    @Test
    void vanishedPartitionIsAnErrorOfItsOwn() throws Exception {
        try (ReplayableSource source = open()) {
            List<Split> splits = TrialReading.splits(source, TrialReading.ALL);
            Optional<String> vanished = vanish();
            assumeTrue(vanished.isPresent());
            List<Split> lost = new ArrayList<>(splits);
            List<Split> left = new ArrayList<>(splits);
            lost.removeIf(split -> !split.partition().equals(vanished.get()));
            left.removeAll(lost);
            assertThat(lost).isNotEmpty();
            assertThatThrownBy(() -> read(source, lost))
                    .isInstanceOfSatisfying(
                            MillraceException.class,
                            e -> assertThat(e.code().blame()).isEqualTo(Blame.EXTERNAL));
            assertThat(read(source, left)).isNotEmpty();
            assertThat(source.poll(TrialReading.ends(splits), TrialReading.ALL)).isEmpty();
            Map<String, String> told = new HashMap<>(source.problems());
            told.putAll(source.gone());
            assertThat(told).containsOnlyKeys(vanished.get());
        }
    }

    @Test
    void badRecordsAreReportedWithTheirPositions() throws Exception {
        Optional<SourceSpec> bad = specWithBadRecords();
        assumeTrue(bad.isPresent());
        try (ReplayableSource source = open(bad.get())) {
            List<Split> splits = TrialReading.splits(source, TrialReading.ALL);
            CollectedRejects expected = new CollectedRejects();
            assertThat(TrialReading.pages(source.readers(), splits, all(bad.get()), expected))
                    .isNotEmpty();
            assertThat(expected.all()).isNotEmpty();
            List<CollectedRejects.Reject> rejects = new ArrayList<>();
            for (Split split : TrialReading.splits(source, new Admission(3, Long.MAX_VALUE, 1))) {
                CollectedRejects rejected = new CollectedRejects();
                TrialReading.pages(source.readers(), List.of(split), all(bad.get()), rejected);
                assertThat(rejected.all()).allSatisfy(reject -> {
                    assertThat(reject.position()).isGreaterThanOrEqualTo(source.position(split.start()));
                    assertThat(reject.position()).isLessThan(source.position(split.end()));
                });
                rejects.addAll(rejected.all());
            }
            assertThat(rejects).isEqualTo(expected.all());
        }
    }
}
