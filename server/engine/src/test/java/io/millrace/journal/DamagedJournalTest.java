package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.Encoder;
import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DamagedJournalTest {

    private static final JournalFiles FILES = JournalFiles.of(Records.DIRECTORY);
    private static final Path FIRST = FILES.segment(1);
    private static final List<String> TEXTS = List.of("one", "two", "three", "four", "five");

    /** A journal whose process was killed: nothing was noted at the end. */
    private static FaultyStorage killed(List<String> texts) {
        FaultyStorage storage = new FaultyStorage(1);
        Journal journal = Records.open(storage);
        texts.forEach(text -> Records.add(journal, text));
        FaultyStorage left = storage.copy();
        journal.close();
        return left;
    }

    private static FaultyStorage closed(List<String> texts) {
        FaultyStorage storage = new FaultyStorage(1);
        try (Journal journal = Records.open(storage)) {
            texts.forEach(text -> Records.add(journal, text));
        }
        return storage;
    }

    private static List<String> but(List<String> texts, int last) {
        return texts.subList(0, texts.size() - last);
    }

    private static int end(List<String> texts) {
        return SegmentHeader.BYTES
                + texts.stream()
                        .mapToInt(text -> (int) RecordLayout.size(text.length()))
                        .sum();
    }

    @Test
    void lastRecordThatIsTornAtAnyByteIsCutOff() {
        FaultyStorage storage = killed(TEXTS);
        byte[] whole = storage.content(FIRST);
        int start = end(but(TEXTS, 1));
        int end = start + RecordLayout.HEAD + "five".length() + Integer.BYTES;
        for (int cut = start; cut < end; cut++) {
            byte[] zeroed = whole.clone();
            Arrays.fill(zeroed, cut, zeroed.length, (byte) 0);
            byte[] garbage = whole.clone();
            Arrays.fill(garbage, cut, garbage.length, (byte) 0xA5);
            for (byte[] torn : List.of(Arrays.copyOf(whole, cut), zeroed, garbage)) {
                FaultyStorage left = storage.copy();
                left.setContent(FIRST, torn);
                assertGoesOnWith(left, but(TEXTS, Arrays.equals(torn, whole) ? 0 : 1));
            }
        }
    }

    private static void assertGoesOnWith(FaultyStorage storage, List<String> expected) {
        try (Journal journal = Records.open(storage)) {
            assertThat(Records.in(journal)).isEqualTo(expected);
            Records.add(journal, "next");
        }
        List<String> found = Records.in(storage);
        assertThat(found).hasSize(expected.size() + 1).endsWith("next");
        assertThat(but(found, 1)).isEqualTo(expected);
    }

    @Test
    void anyFlippedBitIsRefusedOrHarmless() {
        FaultyStorage storage = killed(TEXTS);
        for (Path path : storage.paths()) {
            byte[] whole = storage.content(path);
            int length = path.equals(FIRST) ? end(TEXTS) + 64 : Math.min(whole.length, 64);
            for (int bit = 0; bit < 8 * length; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                FaultyStorage damaged = storage.copy();
                damaged.setContent(path, flipped);
                assertRefusedOrHarmless(damaged, path);
            }
        }
    }

    private static void assertRefusedOrHarmless(FaultyStorage damaged, Path path) {
        try {
            assertThat(Records.in(damaged)).isIn(TEXTS, but(TEXTS, 1));
        } catch (MillraceException e) {
            assertThat(e.code()).isIn(ErrorCode.DATA_DAMAGED, ErrorCode.NOT_SUPPORTED);
            assertThat(e.getMessage()).contains(path.toString(), "byte");
        }
    }

    @Test
    void damageBeforeALaterDurableRecordIsRefusedWithFileAndOffset() {
        for (int i = 0; i < TEXTS.size() - 1; i++) {
            FaultyStorage storage = killed(TEXTS);
            int offset = end(TEXTS.subList(0, i));
            flip(storage, FIRST, offset + RecordLayout.HEAD);
            assertRefused(storage, FIRST + ", byte " + offset + ": record " + (i + 1) + " is damaged");
        }
    }

    @Test
    void recordsThatWereTornTogetherAreCutOffTogether() {
        FaultyStorage storage = new FaultyStorage(1);
        Journal journal = Records.open(storage);
        Records.add(journal, "one");
        Records.append(journal, "two");
        Records.append(journal, "three");
        Records.add(journal, "four");
        FaultyStorage left = storage.copy();
        journal.close();
        flip(left, FIRST, end(List.of("one")) + RecordLayout.HEAD);
        assertGoesOnWith(left, List.of("one"));
    }

    @Test
    void lastRecordIsMissedAfterClosing() {
        FaultyStorage storage = closed(TEXTS);
        flip(storage, FIRST, end(but(TEXTS, 1)) + RecordLayout.HEAD);
        assertRefused(
                storage, "record 5 is damaged or missing; it was there when the journal was last opened or closed");
    }

    @Test
    void missingSegmentsAreMissed() {
        List<String> many = IntStream.range(0, 500).mapToObj(i -> "record " + i).toList();
        List<Path> segments = closed(many).paths().stream()
                .filter(path -> path.toString().contains("segment-"))
                .toList();
        assertThat(segments.size()).isGreaterThan(4);
        FaultyStorage middle = closed(many);
        remove(middle, segments.get(2));
        assertRefused(middle, "is damaged or missing; the segment after it shows that it was written");
        FaultyStorage last = closed(many);
        remove(last, segments.get(segments.size() - 1));
        assertRefused(last, "is damaged or missing; it was there when");
        FaultyStorage identity = closed(many);
        remove(identity, FILES.identity());
        assertRefused(identity, "is missing");
    }

    private static void remove(FaultyStorage storage, Path path) {
        try {
            storage.delete(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void segmentOfAnotherServerIsRefused() {
        FaultyStorage storage = closed(TEXTS);
        storage.setContent(FIRST, closed(TEXTS).content(FIRST));
        assertRefused(storage, "belongs to another server");
    }

    @Test
    void bytesOfAnEarlierLifeAreNoRecords() {
        FaultyStorage storage = closed(TEXTS);
        byte[] old = storage.content(FIRST);
        Journal journal = Records.open(storage);
        FaultyStorage left = storage.copy();
        journal.close();
        SegmentHeader header = SegmentHeader.read(old);
        Encoder stale = new Encoder();
        byte[] payload = {'x'};
        new RecordLayout(header.serverId(), header.epoch())
                .put(stale, RecordType.BATCH, 6, 5, 1, out -> out.putBytes(payload, 0, 1));
        byte[] next = left.content(FILES.segment(6));
        System.arraycopy(stale.array(), 0, next, SegmentHeader.BYTES, stale.size());
        left.setContent(FILES.segment(6), next);
        assertGoesOnWith(left, TEXTS);
    }

    @Test
    void recordOfANewerVersionIsRefusedInOneLine() {
        for (int field = 4; field <= 6; field++) {
            FaultyStorage storage = killed(TEXTS);
            byte[] content = storage.content(FIRST);
            SegmentHeader header = SegmentHeader.read(content);
            int offset = end(TEXTS.subList(0, 2));
            content[offset + field] = 99;
            int length = RecordLayout.HEAD + "three".length();
            int checksum = new RecordLayout(header.serverId(), header.epoch()).checksum(content, offset, length);
            Encoder bytes = new Encoder();
            bytes.putInt(checksum);
            System.arraycopy(bytes.array(), 0, content, offset + length, Integer.BYTES);
            storage.setContent(FIRST, content);
            assertThatThrownBy(() -> Records.in(storage))
                    .isInstanceOfSatisfying(
                            MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_SUPPORTED))
                    .hasMessageContaining("newer version of Millrace")
                    .hasMessageContaining("byte " + offset)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void repairGoesOnWithoutTheDamagedRecordAndKeepsTheFile() {
        List<String> many = IntStream.range(0, 300).mapToObj(i -> "record " + i).toList();
        FaultyStorage storage = closed(many);
        byte[] before = storage.content(FIRST);
        flip(storage, FIRST, end(many.subList(0, 20)) + RecordLayout.HEAD);
        try (Journal journal =
                Journal.open(Records.DIRECTORY, Records.OPTIONS.withRepair(Repair.Basis.NONE), storage)) {
            assertThat(Records.in(journal)).isEqualTo(many.subList(0, 20));
            Records.add(journal, "next");
        }
        assertThat(Records.in(storage)).hasSize(21).endsWith("next");
        assertThat(storage.paths().stream().filter(path -> path.toString().contains(".damaged-")))
                .hasSizeGreaterThan(2)
                .anySatisfy(path -> assertThat(storage.content(path)).hasSize(before.length));
    }

    @Test
    void repairFindsTheIdentityInTheSegments() {
        FaultyStorage storage = closed(TEXTS);
        UUID id = SegmentHeader.read(storage.content(FIRST)).serverId();
        remove(storage, FILES.identity());
        try (Journal journal =
                Journal.open(Records.DIRECTORY, Records.OPTIONS.withRepair(Repair.Basis.NONE), storage)) {
            assertThat(journal.serverId()).isEqualTo(id);
            assertThat(Records.in(journal)).isEqualTo(TEXTS);
        }
    }

    @Test
    void examinationSaysWhatIsThereAndChangesNothing() throws IOException {
        FaultyStorage storage = killed(TEXTS);
        Examination whole = Examination.of(Records.DIRECTORY, storage);
        assertThat(whole.problem()).isEmpty();
        assertThat(whole.records()).isEqualTo(5);
        assertThat(whole.nextLsn()).isEqualTo(6);
        assertThat(Records.from(whole.read(1), 1)).isEqualTo(TEXTS);
        flip(storage, FIRST, end(TEXTS.subList(0, 2)) + RecordLayout.HEAD);
        Examination damaged = Examination.of(Records.DIRECTORY, storage);
        assertThat(damaged.problem())
                .hasValueSatisfying(problem -> assertThat(problem.text())
                        .isEqualTo(FIRST + ", byte " + end(TEXTS.subList(0, 2))
                                + ": record 3 is damaged; a later one shows that it was whole"));
        assertThat(Records.from(damaged.read(1), 1)).isEqualTo(TEXTS.subList(0, 2));
        assertThat(storage.trace()).allMatch(line -> line.matches("(open|read|exists|list) .*"));
    }

    private static void flip(FaultyStorage storage, Path path, int offset) {
        byte[] content = storage.content(path);
        content[offset] ^= 4;
        storage.setContent(path, content);
    }

    private static void assertRefused(FaultyStorage storage, String text) {
        assertThatThrownBy(() -> Records.in(storage))
                .isInstanceOfSatisfying(
                        MillraceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED))
                .hasMessageContaining(text);
    }
}
