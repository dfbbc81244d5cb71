package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.storage.Fault;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of the journal on its storage meets every fault; then the journal is opened again, twice. */
@Timeout(300)
class StorageFaultsTest {

    private static final int SEEDS = Integer.getInteger("seeds", 2);
    private static final int RECORDS = 32;

    /** What was added, what was acknowledged, and how it ended. */
    private static final class Run {
        private final List<String> added = new ArrayList<>();
        private int acknowledged;
        private long released = 1;
        private boolean closed;

        /** Lives through opening, segments, releasing, a large record, closing and opening again. */
        void on(FaultyStorage storage) {
            try {
                write(storage, RECORDS);
                write(storage, 8);
                closed = true;
            } catch (MillraceException e) {
                assertThat(e.code())
                        .isIn(
                                ErrorCode.JOURNAL_BROKEN,
                                ErrorCode.FILE_ERROR,
                                ErrorCode.DISK_FULL,
                                ErrorCode.DATA_DAMAGED);
            }
        }

        private void write(FaultyStorage storage, int records) {
            try (Journal journal = Journal.open(Records.DIRECTORY, Records.OPTIONS.withSegmentBytes(1024), storage)) {
                assertWhole(Records.in(journal), journal.firstLsn());
                for (int i = 0; i < records; i++) {
                    add(journal, "record " + added.size() + (i == 20 ? "x".repeat(3000) : ""));
                    if (i % 7 == 0) {
                        add(journal, "another " + added.size());
                    }
                    acknowledge(journal, i);
                }
            }
        }

        private void add(Journal journal, String text) {
            try {
                assertThat(Records.append(journal, text)).isEqualTo(added.size() + 1);
                added.add(text);
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.DISK_FULL) {
                    added.add(text); // nobody knows whether it is there
                    throw e;
                }
            }
        }

        private void acknowledge(Journal journal, int i) {
            if (i % 3 == 0 && !added.isEmpty()) {
                journal.await(added.size());
                acknowledged = added.size();
            }
            if (i % 25 == 24) {
                released = Math.max(1, acknowledged);
                journal.release(released);
            }
        }

        void assertWhole(List<String> found, long firstLsn) {
            assertThat(firstLsn).isLessThanOrEqualTo(released);
            int last = (int) firstLsn - 1 + found.size();
            assertThat(last).isBetween(acknowledged, added.size());
            assertThat(found).isEqualTo(added.subList((int) firstLsn - 1, last));
        }

        /** Opens what is left, adds to it, and opens it again after the power has gone once more. */
        void assertGoesOn(FaultyStorage left, long seed) {
            Journal journal = Journal.open(Records.DIRECTORY, Records.OPTIONS.withSegmentBytes(1024), left);
            assertWhole(Records.in(journal), journal.firstLsn());
            added.subList((int) journal.nextLsn() - 1, added.size()).clear();
            for (String text : List.of("after", "the", "fault")) {
                Records.add(journal, text);
                added.add(text);
            }
            acknowledged = added.size();
            FaultyStorage again = left.afterCrash(seed);
            Records.abandon(journal);
            try (Journal last = Records.open(again)) {
                assertWhole(Records.in(last), last.firstLsn());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BIT_FLIP", "NO_SPACE"},
            mode = EnumSource.Mode.EXCLUDE)
    void acknowledgedRecordsAreThereAfterAnyFault(Fault fault) {
        int operations = operationsWithoutFault();
        for (int operation = 0; operation < operations; operation++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                FaultyStorage storage = new FaultyStorage(seed).failAt(operation, fault);
                Run run = new Run();
                run.on(storage);
                boolean process = seed % 2 == 0; // killed; or the power went
                long again = 31L * operation + seed;
                FaultyStorage left = process ? storage.afterKill() : storage.afterCrash(again);
                assertOutcome(() -> run.assertGoesOn(left, again), storage, operation, fault);
            }
        }
    }

    /** The seeds find different subsets of what was not forced; opening is itself interrupted at each of its operations. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER", "TORN", "ERROR"})
    void openingCanBeInterruptedAnywhere(Fault fault) {
        for (int crash = 5; crash < operationsWithoutFault(); crash += 31) {
            for (int operation = 0; operation < 60; operation++) {
                FaultyStorage storage = new FaultyStorage(crash).failAt(crash, Fault.TORN);
                Run run = new Run();
                run.on(storage);
                FaultyStorage interrupted = storage.afterCrash(operation).failAt(operation, fault);
                openAndAbandon(interrupted);
                long again = 31L * crash + operation;
                FaultyStorage left = interrupted.afterCrash(again);
                assertOutcome(() -> run.assertGoesOn(left, again), storage, crash, Fault.TORN);
            }
        }
    }

    private static void openAndAbandon(FaultyStorage storage) {
        try {
            Journal journal = Records.open(storage);
            storage.crash();
            journal.close();
        } catch (MillraceException e) {
            assertThat(e.code()).isIn(ErrorCode.FILE_ERROR, ErrorCode.JOURNAL_BROKEN);
        }
    }

    /** Eight threads add and wait; whoever was told that a record is durable finds it at its LSN. */
    @Test
    void acknowledgedRecordsOfManyThreadsAreThereAfterACrash() throws InterruptedException {
        for (int crash = 1; crash < 150; crash += 3) {
            FaultyStorage storage = new FaultyStorage(crash);
            Journal journal = Journal.open(Records.DIRECTORY, Records.OPTIONS.withSegmentBytes(1024), storage);
            storage.failAt(storage.operations() + crash, Fault.CRASH_BEFORE);
            Map<Long, String> acknowledged = new ConcurrentHashMap<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "thread " + i;
                threads.add(new Thread(() -> addUntilBroken(journal, name, acknowledged)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            Records.abandon(journal);
            List<String> found = Records.in(storage.afterCrash(crash));
            acknowledged.forEach(
                    (lsn, text) -> assertThat(found).element((int) (lsn - 1)).isEqualTo(text));
            assertThat(found).doesNotHaveDuplicates();
        }
    }

    private static void addUntilBroken(Journal journal, String name, Map<Long, String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String text = name + ", record " + i;
                long lsn = Records.append(journal, text);
                journal.await(lsn);
                acknowledged.put(lsn, text);
            }
        } catch (MillraceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.JOURNAL_BROKEN);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NO_SPACE"})
    void fullDiskLosesNothing(Fault fault) {
        int operations = operationsWithoutFault();
        for (int operation = 0; operation < operations; operation++) {
            FaultyStorage storage = new FaultyStorage(operation).failAt(operation, fault);
            Run run = new Run();
            run.on(storage);
            long again = operation;
            assertOutcome(
                    () -> {
                        storage.unlimitRoom();
                        run.assertGoesOn(storage.afterCrash(again), again);
                    },
                    storage,
                    operation,
                    fault);
        }
    }

    /** A flipped bit is noticed, or harms nobody; it may only cut off what nothing later shows to have been there. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BIT_FLIP"})
    void flippedBitIsNeverTakenForARecord(Fault fault) {
        int operations = operationsWithoutFault();
        int refused = 0;
        for (int operation = 0; operation < operations; operation++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                FaultyStorage storage = new FaultyStorage(seed).failAt(operation, fault);
                Run run = new Run();
                run.on(storage);
                if (!run.closed) {
                    run.acknowledged = 0;
                }
                refused += refuses(run, storage.copy()) ? 1 : 0;
            }
        }
        assertThat(refused).isPositive();
    }

    private static boolean refuses(Run run, FaultyStorage left) {
        try (Journal journal = Records.open(left)) {
            run.assertWhole(Records.in(journal), journal.firstLsn());
            return false;
        } catch (MillraceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED);
            return true;
        }
    }

    private static int operationsWithoutFault() {
        FaultyStorage storage = new FaultyStorage(0);
        Run run = new Run();
        run.on(storage);
        assertThat(run.closed).isTrue();
        assertThat(run.released).isGreaterThan(1);
        assertThat(storage.operations()).isGreaterThan(100);
        return storage.operations();
    }

    private static void assertOutcome(Runnable check, FaultyStorage storage, int operation, Fault fault) {
        try {
            check.run();
        } catch (RuntimeException | AssertionError e) {
            List<String> trace = storage.trace();
            String last = Optional.of(operation)
                    .filter(i -> i < trace.size())
                    .map(trace::get)
                    .orElse("none");
            throw new AssertionError(fault + " at operation " + operation + " (" + last + "): " + e.getMessage(), e);
        }
    }
}
