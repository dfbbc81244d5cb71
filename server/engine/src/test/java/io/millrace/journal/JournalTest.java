package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.Encoder;
import io.millrace.journal.storage.DiskStorage;
import io.millrace.journal.storage.Fault;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

    private final FaultyStorage storage = new FaultyStorage(1);

    @Test
    void recordsAreThereInOrderAfterReopeningOnTheDisk(@TempDir Path directory) {
        JournalOptions small = Records.OPTIONS;
        String[] texts = IntStream.range(0, 500).mapToObj(i -> "record " + i).toArray(String[]::new);
        try (Journal journal = Journal.open(directory, small, new DiskStorage())) {
            Records.add(journal, texts);
            assertThat(journal.status().segments()).isGreaterThan(3);
        }
        try (Journal journal = Journal.open(directory, small, new DiskStorage())) {
            assertThat(Records.in(journal)).containsExactly(texts);
            assertThat(journal.nextLsn()).isEqualTo(501);
            assertThat(Records.from(journal.read(499), 499)).containsExactly("record 498", "record 499");
        }
    }

    @Test
    void serverKeepsItsIdAndEpochsRise() {
        Journal first = Records.open(storage);
        first.close();
        try (Journal second = Records.open(storage)) {
            assertThat(second.serverId()).isEqualTo(first.serverId());
            assertThat(second.epoch()).isEqualTo(first.epoch() + 1);
        }
    }

    @Test
    void recordHasItsTypeVersionAndPartsInOrder() {
        Encoder one = new Encoder();
        one.putText("left");
        Encoder two = new Encoder();
        two.putLong(42);
        try (Journal journal = Records.open(storage)) {
            journal.append(RecordType.DEFINED, one, two);
        }
        try (Journal journal = Records.open(storage);
                JournalReader reader = journal.read(1)) {
            assertThat(reader.advance()).isTrue();
            assertThat(reader.type()).isEqualTo(RecordType.DEFINED);
            assertThat(reader.version()).isEqualTo(RecordType.DEFINED.version());
            assertThat(reader.payload().takeText()).isEqualTo("left");
            assertThat(reader.advance()).isFalse();
        }
    }

    @Test
    void threadsThatWaitTogetherShareAnFsync() throws InterruptedException {
        Journal journal = Records.open(storage);
        CountDownLatch allAdded = new CountDownLatch(1);
        storage.beforeForce(() -> awaitLatch(allAdded));
        long before = storage.count("force");
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Thread thread = new Thread(() -> Records.add(journal, "x"));
            thread.start();
            threads.add(thread);
        }
        while (journal.nextLsn() < 65) {
            Thread.onSpinWait();
        }
        allAdded.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(storage.count("force") - before).isBetween(1L, 2L);
        assertThat(journal.status().durableLsn()).isEqualTo(64);
        journal.close();
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void recordIsNotAcknowledgedBeforeItsForceHasReturned() throws InterruptedException {
        Journal journal = Records.open(storage);
        CountDownLatch forced = new CountDownLatch(1);
        storage.beforeForce(() -> awaitLatch(forced));
        Thread thread = new Thread(() -> Records.add(journal, "x"));
        thread.start();
        thread.join(100);
        assertThat(thread.isAlive()).isTrue();
        assertThat(journal.status().durableLsn()).isZero();
        forced.countDown();
        thread.join();
        journal.close();
    }

    @Test
    void recordsThatNobodyWaitsForAreForcedAfterTheInterval() {
        for (Durability durability : List.of(Durability.FSYNC, Durability.INTERVAL)) {
            JournalOptions options = JournalOptions.of(durability, Duration.ofMillis(5));
            FaultyStorage own = new FaultyStorage(2);
            try (Journal journal = Journal.open(Records.DIRECTORY, options.withSegmentBytes(4096), own)) {
                Records.append(journal, "x");
                while (journal.status().durableLsn() < 1) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Test
    void withoutDurabilityWaitingEndsWithTheWriteAndOnlyClosingForces() {
        JournalOptions options =
                JournalOptions.of(Durability.NONE, Duration.ofMillis(1)).withSegmentBytes(4096);
        Journal journal = Journal.open(Records.DIRECTORY, options, storage);
        long before = storage.count("force");
        Records.add(journal, "a", "b", "c");
        assertThat(storage.count("force")).isEqualTo(before);
        assertThat(Records.in(storage.afterKill())).containsExactly("a", "b", "c");
    }

    @Test
    void largeRecordGetsALargerSegmentOfItsOwn() {
        String large = "x".repeat(100_000);
        try (Journal journal = Records.open(storage)) {
            Records.add(journal, "a", large, "b");
        }
        assertThat(Records.in(storage)).containsExactly("a", large, "b");
    }

    @Test
    void largeRecordDoesNotWaitBehindASmallOneThatNobodyWaitsFor() {
        byte[] large = new byte[40 << 20];
        JournalOptions options = Records.OPTIONS.withSegmentBytes(64 << 20);
        try (Journal journal = Journal.open(Records.DIRECTORY, options, storage)) {
            Records.append(journal, "small");
            journal.await(journal.append(RecordType.BATCH, large, 0, large.length));
            assertThat(journal.status().durableLsn()).isEqualTo(2);
        }
    }

    @Test
    void segmentsAreReleasedWhenAllTheirRecordsComeBefore() {
        try (Journal journal = Records.open(storage)) {
            IntStream.range(0, 300).forEach(i -> Records.add(journal, "record " + i));
            journal.release(1);
            assertThat(journal.firstLsn()).isEqualTo(1);
            journal.release(250);
            assertThat(journal.firstLsn()).isBetween(100L, 250L);
        }
        try (Journal journal = Records.open(storage)) {
            assertThat(Records.from(journal.read(250), 250)).hasSize(51).startsWith("record 249");
            assertThatThrownBy(() -> journal.read(1)).isInstanceOf(MillraceException.class);
        }
    }

    @Test
    void journalThatWasOpenedAgainStopsTheOneBefore() {
        Journal first = Records.open(storage);
        Records.add(first, "a");
        Journal second = Records.open(storage);
        assertBroken(() -> Records.add(first, "late"), "taken over");
        Records.add(second, "b");
        first.close();
        second.close();
        assertThat(Records.in(storage)).containsExactly("a", "b");
    }

    @Test
    void recordsAreRefusedAfterClosing() {
        Journal journal = Records.open(storage);
        journal.close();
        assertThatThrownBy(() -> Records.append(journal, "x"))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVER_STOPPING));
    }

    @Test
    void failedForceBreaksTheJournalForGood() {
        Journal journal = Records.open(storage);
        Records.add(journal, "a");
        List<MillraceException> told = new ArrayList<>();
        journal.onBroken(told::add);
        int next = storage.operations();
        storage.failAt(next + 1, Fault.ERROR);
        assertBroken(() -> Records.add(journal, "b"), "Input/output error");
        assertThat(storage.trace().get(next + 1)).startsWith("force");
        assertBroken(() -> Records.append(journal, "c"), "Input/output error");
        assertBroken(() -> journal.await(2), "Input/output error");
        journal.close();
        assertThat(told).hasSize(1);
        assertThat(storage.operations()).isEqualTo(next + 2);
        assertThat(Records.in(storage.afterKill().afterCrash(5))).startsWith("a");
    }

    @Test
    void fullDiskRefusesRecordsButEssentialOnesUseTheReserve() {
        Journal journal = Records.open(storage);
        storage.limitRoom(0);
        List<String> kept = new ArrayList<>();
        MillraceException refusal = null;
        while (refusal == null) {
            try {
                Records.add(journal, "ordinary " + kept.size());
                kept.add("ordinary " + kept.size());
            } catch (MillraceException e) {
                refusal = e;
            }
        }
        assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL);
        for (int i = 0; i < 10; i++) {
            byte[] payload = ("essential " + i).getBytes();
            journal.await(journal.append(RecordType.SINK_DONE, Urgency.ESSENTIAL, payload, 0, payload.length));
            kept.add("essential " + i);
        }
        assertThat(journal.status().reserved()).isFalse();
        assertThatThrownBy(() -> Records.append(journal, "x".repeat(2000))).isInstanceOf(MillraceException.class);
        storage.unlimitRoom();
        Records.add(journal, "x".repeat(2000));
        kept.add("x".repeat(2000));
        assertThat(journal.status().reserved()).isTrue();
        journal.close();
        assertThat(Records.in(storage)).isEqualTo(kept);
    }

    private static void assertBroken(Runnable action, String text) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_BROKEN))
                .hasMessageContaining(text);
    }
}
