package io.millrace.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.storage.Fault;
import io.millrace.journal.storage.FaultyStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation on the storage meets every fault: what is found then is one of the checkpoints, whole. */
@Timeout(300)
class CheckpointFaultsTest {

    private static final Path DIRECTORY = Path.of("/data/checkpoints");
    private static final UUID SERVER = new UUID(3, 4);
    private static final int CHECKPOINTS = 7;
    private static final int SEEDS = Integer.getInteger("seeds", 1);

    /** Writes checkpoints, of which each has another content, and knows them all. */
    private static final class Run {

        private final Map<Long, List<byte[]>> tried = new HashMap<>();
        private long durable;
        private long batch;
        private int failures;

        Run() {}

        /** The same server up to here. */
        Run(Run other) {
            tried.putAll(other.tried);
            durable = other.durable;
            batch = other.batch;
            failures = other.failures;
        }

        private List<Ledger> ledgers(CheckpointStore store) throws IOException {
            List<Ledger> ledgers = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                Optional<StoredCheckpoint> newest = store.newest();
                ledgers.add(newest.isPresent() ? Ledger.restored(name, newest.get()) : new Ledger(name));
            }
            return ledgers;
        }

        /** A server that goes on after errors, until its end or that of the machine. */
        void on(FaultyStorage storage, int checkpoints) {
            try {
                CheckpointStore store = CheckpointStore.open(storage, DIRECTORY, SERVER);
                List<Ledger> ledgers = ledgers(store);
                batch = Math.max(
                        batch, store.newest().map(found -> found.head().batch()).orElse(0L));
                for (int i = 0; i < checkpoints; i++) {
                    batch++;
                    Random random = new Random(batch);
                    ledgers.get(0).grow(random, batch == 1 ? 70_000 : 3_000);
                    ledgers.get(1).grow(random, 100);
                    if (batch % 3 == 1) {
                        ledgers.get(2).grow(random, 50);
                    }
                    write(store, ledgers);
                }
            } catch (IOException e) {
                failures++;
            }
        }

        private void write(CheckpointStore store, List<Ledger> ledgers) {
            tried.put(batch, ledgers.stream().map(Ledger::bytes).toList());
            CheckpointCut cut = new CheckpointCut(
                    out -> out.putCount(batch),
                    ledgers.stream().map(Ledger::cut).toList());
            try {
                store.write(new CheckpointHead(1, batch, batch, 0), text(batch), cut);
                durable = batch;
            } catch (IOException e) {
                failures++;
            }
        }

        private static byte[] text(long batch) {
            return ("catalog of " + batch).getBytes(StandardCharsets.UTF_8);
        }

        /** @param least the oldest that may be found */
        void assertWhole(FaultyStorage storage, long least) throws IOException {
            CheckpointStore store = CheckpointStore.open(storage, DIRECTORY, SERVER);
            if (store.newest().isEmpty()) {
                assertThat(least).isLessThanOrEqualTo(0);
                return;
            }
            StoredCheckpoint found = store.newest().get();
            long number = found.head().batch();
            assertThat(number).isGreaterThanOrEqualTo(least);
            assertThat(store.oldestLsn().getAsLong()).isLessThanOrEqualTo(number);
            assertThat(found.facts().takeCount()).isEqualTo(number);
            assertThat(found.catalog()).isEqualTo(text(number));
            List<Ledger> ledgers = ledgers(store);
            for (int i = 0; i < ledgers.size(); i++) {
                assertThat(ledgers.get(i).bytes()).isEqualTo(tried.get(number).get(i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BIT_FLIP"},
            mode = EnumSource.Mode.EXCLUDE)
    void checkpointsThatWereWrittenAreThereAfterAnyFault(Fault fault) {
        int operations = operationsWithoutFault();
        for (int operation = 0; operation < operations; operation++) {
            for (int seed = 0; seed < SEEDS; seed++) {
                FaultyStorage storage = new FaultyStorage(seed).failAt(operation, fault);
                Run run = new Run();
                run.on(storage, CHECKPOINTS);
                storage.unlimitRoom();
                FaultyStorage left = seed == 0 && fault == Fault.ERROR ? storage.afterKill() : storage.afterCrash(seed);
                check(storage, operation, fault, () -> {
                    run.assertWhole(left, run.durable);
                    run.on(left, 2);
                    assertThat(run.durable).isEqualTo(run.batch);
                    run.assertWhole(left.afterCrash(5), run.durable);
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER", "TORN", "ERROR"})
    void openingCanBeInterruptedAnywhere(Fault fault) {
        for (int crash = 10; crash < operationsWithoutFault(); crash += 9) {
            FaultyStorage storage = new FaultyStorage(crash).failAt(crash, Fault.TORN);
            Run first = new Run();
            first.on(storage, CHECKPOINTS);
            for (int operation = 0; operation < 40; operation++) {
                Run run = new Run(first);
                FaultyStorage interrupted = storage.afterCrash(operation).failAt(operation, fault);
                long least = run.durable;
                run.on(interrupted, 1);
                FaultyStorage left = interrupted.afterCrash(operation);
                // a file that cannot be read while a store is opened counts as damaged, and the one before is used
                check(storage, operation, fault, () -> run.assertWhole(left, fault == Fault.ERROR ? least - 1 : least));
            }
        }
    }

    /** Files are shared by checkpoints: a flipped bit may cost more than one, but is never taken for content. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BIT_FLIP"})
    void flippedBitIsNeverTakenForContent(Fault fault) {
        int operations = operationsWithoutFault();
        int noticed = 0;
        for (int operation = 0; operation < operations; operation++) {
            FaultyStorage storage = new FaultyStorage(operation).failAt(operation, fault);
            Run run = new Run();
            run.on(storage, CHECKPOINTS);
            check(storage, operation, fault, () -> run.assertWhole(storage.copy(), 0));
            noticed += foundAnother(storage.copy(), run.durable) ? 1 : 0;
        }
        assertThat(noticed).isPositive();
    }

    private static boolean foundAnother(FaultyStorage storage, long durable) {
        try {
            return CheckpointStore.open(storage, DIRECTORY, SERVER)
                    .newest()
                    .map(found -> found.head().batch() < durable)
                    .orElse(true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int operationsWithoutFault() {
        FaultyStorage storage = new FaultyStorage(0);
        Run run = new Run();
        run.on(storage, CHECKPOINTS);
        assertThat(run.failures).isZero();
        assertThat(run.durable).isEqualTo(CHECKPOINTS);
        assertThat(storage.operations()).isGreaterThan(100);
        return storage.operations();
    }

    private interface Check {
        void run() throws IOException;
    }

    private static void check(FaultyStorage storage, int operation, Fault fault, Check check) {
        try {
            check.run();
        } catch (IOException | RuntimeException | AssertionError e) {
            List<String> trace = storage.trace();
            String last = operation < trace.size() ? trace.get(operation) : "none";
            throw new AssertionError(fault + " at operation " + operation + " (" + last + "): " + e.getMessage(), e);
        }
    }
}
