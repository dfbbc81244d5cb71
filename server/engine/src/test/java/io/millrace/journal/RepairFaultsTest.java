package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.journal.status.Loss;
import io.millrace.journal.storage.Fault;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Repairs of a journal in several segments with one damaged record, which may be interrupted at each of their operations. */
@Timeout(60)
class RepairFaultsTest {

    private static final List<String> TEXTS =
            IntStream.rangeClosed(1, 120).mapToObj(i -> "record " + i).toList();
    private static final int DAMAGED = 20;
    private static final int NEEDED = 60;
    private static final JournalOptions OPTIONS = Records.OPTIONS.withSegmentBytes(1024);
    private static final Repair.Basis BASIS = new Repair.Basis(Optional.empty(), 0, NEEDED);

    private static FaultyStorage damaged(long seed) {
        FaultyStorage storage = new FaultyStorage(seed);
        try (Journal journal = Journal.open(Records.DIRECTORY, OPTIONS, storage)) {
            TEXTS.forEach(text -> Records.add(journal, text));
        }
        try (JournalReader reader = Examination.of(Records.DIRECTORY, storage).read(DAMAGED)) {
            assertThat(reader.advance()).isTrue();
            Path file = reader.file();
            byte[] content = storage.content(file);
            content[(int) reader.offset() + RecordLayout.HEAD] ^= 1;
            storage.setContent(file, content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return storage.copy();
    }

    private static void interrupt(FaultyStorage storage, Repair.Basis basis) {
        try {
            Journal journal = Journal.open(Records.DIRECTORY, OPTIONS.withRepair(basis), storage);
            storage.crash();
            Records.abandon(journal);
        } catch (MillraceException e) {
            assertThat(e.code()).isIn(ErrorCode.FILE_ERROR, ErrorCode.JOURNAL_BROKEN);
        }
    }

    private static int operations(Repair.Basis basis) {
        FaultyStorage storage = damaged(1);
        Journal.open(Records.DIRECTORY, OPTIONS.withRepair(basis), storage).close();
        return storage.operations();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER", "TORN", "ERROR"})
    void whatACheckpointNeedsSurvivesARepairThatIsInterrupted(Fault fault) {
        for (int operation = 0; operation < operations(BASIS); operation++) {
            FaultyStorage storage = damaged(operation).failAt(operation, fault);
            interrupt(storage, BASIS);
            FaultyStorage left = storage.afterCrash(31L * operation);
            try (Journal journal = Journal.open(Records.DIRECTORY, OPTIONS.withRepair(BASIS), left)) {
                assertThat(Records.from(journal.read(NEEDED), NEEDED))
                        .as("operation " + operation)
                        .isEqualTo(TEXTS.subList(NEEDED - 1, TEXTS.size()));
                Records.add(journal, "next");
            }
            assertThat(Records.in(left)).endsWith(TEXTS.get(TEXTS.size() - 1), "next");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CRASH_BEFORE", "CRASH_AFTER", "TORN", "ERROR"})
    void whatIsBeforeTheDamageSurvivesARepairThatIsInterrupted(Fault fault) {
        for (int operation = 0; operation < operations(Repair.Basis.NONE); operation++) {
            FaultyStorage storage = damaged(operation).failAt(operation, fault);
            interrupt(storage, Repair.Basis.NONE);
            FaultyStorage left = storage.afterCrash(31L * operation);
            try (Journal journal = Journal.open(Records.DIRECTORY, OPTIONS.withRepair(Repair.Basis.NONE), left)) {
                assertThat(Records.in(journal)).as("operation " + operation).isEqualTo(TEXTS.subList(0, DAMAGED - 1));
                Records.add(journal, "next");
            }
            assertThat(Records.in(left)).hasSize(DAMAGED).endsWith("next");
        }
    }

    @Test
    void lossIsToldBeforeAnythingIsDone() throws IOException {
        FaultyStorage storage = damaged(1);
        Examination found = Examination.of(Records.DIRECTORY, storage);
        assertThat(Repair.loss(found, Repair.Basis.NONE, storage)).contains(new Loss(DAMAGED, 120, 100, 0, 0));
        assertThat(Repair.loss(found, BASIS, storage)).contains(new Loss(121, 120, 0, 0, 0));
        assertThat(storage.trace()).allMatch(line -> line.matches("(open|read|exists|list|size) .*"));
    }

    @Test
    void refusedJournalStaysAsItWas() {
        FaultyStorage storage = damaged(1);
        List<Path> paths = storage.paths();
        List<byte[]> contents = paths.stream().map(storage::content).toList();
        try {
            Journal.open(Records.DIRECTORY, OPTIONS, storage).close();
        } catch (MillraceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED);
        }
        assertThat(storage.paths()).isEqualTo(paths);
        for (int i = 0; i < paths.size(); i++) {
            assertThat(storage.content(paths.get(i))).isEqualTo(contents.get(i));
        }
    }
}
