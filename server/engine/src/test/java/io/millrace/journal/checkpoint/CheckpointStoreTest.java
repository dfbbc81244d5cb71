package io.millrace.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.journal.storage.FaultyStorage;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {

    private static final Path DIRECTORY = Path.of("/data/checkpoints");
    private static final UUID SERVER = new UUID(3, 4);

    private final FaultyStorage storage = new FaultyStorage(1);
    private final Random random = new Random(2);
    private final Ledger large = new Ledger("large");
    private final Ledger small = new Ledger("small");
    private final Ledger empty = new Ledger("empty");

    private CheckpointStore open() throws IOException {
        return CheckpointStore.open(storage, DIRECTORY, SERVER);
    }

    private CheckpointStore.Written write(CheckpointStore store, long batch) throws IOException {
        CheckpointCut cut = new CheckpointCut(
                out -> out.putText("facts of " + batch), List.of(large.cut(), small.cut(), empty.cut()));
        return store.write(
                new CheckpointHead(7, batch, batch * 10, batch * 1000),
                ("catalog of " + batch).getBytes(StandardCharsets.UTF_8),
                cut);
    }

    private long files(String end) {
        return storage.paths().stream()
                .filter(path -> path.toString().endsWith(end))
                .count();
    }

    @Test
    void newestCheckpointHasAllThatItWasGiven() throws IOException {
        CheckpointStore store = open();
        assertThat(store.newest()).isEmpty();
        assertThat(store.oldestLsn()).isEqualTo(OptionalLong.empty());
        large.grow(random, 3_000_000);
        small.grow(random, 10);
        write(store, 5);
        StoredCheckpoint found = open().newest().orElseThrow();
        assertThat(found.head()).isEqualTo(new CheckpointHead(7, 5, 50, 5000));
        assertThat(new String(found.catalog(), StandardCharsets.UTF_8)).isEqualTo("catalog of 5");
        assertThat(found.facts().takeText()).isEqualTo("facts of 5");
        for (Ledger ledger : List.of(large, small, empty)) {
            assertThat(Ledger.restored(ledger.name(), found).bytes()).isEqualTo(ledger.bytes());
        }
        assertThatThrownBy(() -> found.chain("unknown")).hasMessageContaining("nothing of unknown");
    }

    @Test
    void whatHasNotChangedIsNotWrittenAgainAndOfTheRestOnlyTheChange() throws IOException {
        CheckpointStore store = open();
        large.grow(random, 1_000_000);
        small.grow(random, 10);
        assertThat(write(store, 1).files()).isEqualTo(2);
        large.grow(random, 1000);
        CheckpointStore.Written second = write(store, 2);
        assertThat(second.files()).isEqualTo(1);
        assertThat(second.bytes()).isLessThan(2000);
        assertThat(second.stateBytes()).isEqualTo(1_001_010);
        assertThat(write(store, 3).files()).isZero();
        assertThat(Ledger.restored("large", open().newest().orElseThrow()).bytes())
                .isEqualTo(large.bytes());
    }

    @Test
    void restoredServerGoesOnWithTheFilesThatAreThere() throws IOException {
        large.grow(random, 1_000_000);
        write(open(), 1);
        CheckpointStore store = open();
        Ledger restored = Ledger.restored("large", store.newest().orElseThrow());
        restored.grow(random, 500);
        CheckpointStore.Written written = store.write(
                new CheckpointHead(8, 2, 20, 0), new byte[0], new CheckpointCut(out -> {}, List.of(restored.cut())));
        assertThat(written.bytes()).isLessThan(2000);
        assertThat(Ledger.restored("large", open().newest().orElseThrow()).bytes())
                .isEqualTo(restored.bytes());
    }

    @Test
    void bytesThatOnlyBecomeMoreAreWrittenTwiceAtTheMost() throws IOException {
        CheckpointStore store = open();
        large.grow(random, 100_000);
        long given = 100_000;
        long written = write(store, 0).bytes();
        for (int batch = 1; batch <= 100; batch++) {
            large.grow(random, 20_000);
            given += 20_000;
            written += write(store, batch).bytes();
            assertThat(files(".state")).isLessThanOrEqualTo(3 * 48);
        }
        assertThat(written).isLessThan(2 * given + 200_000);
        assertThat(Ledger.restored("large", open().newest().orElseThrow()).bytes())
                .isEqualTo(large.bytes());
    }

    @Test
    void threeAreKeptAndTheJournalBackToTheOldest() throws IOException {
        CheckpointStore store = open();
        for (int batch = 1; batch <= 6; batch++) {
            small.grow(random, 10);
            write(store, batch);
        }
        assertThat(files(".manifest")).isEqualTo(3);
        assertThat(files(".state")).isEqualTo(3);
        assertThat(store.oldestLsn()).hasValue(40);
        assertThat(open().oldestLsn()).hasValue(40);
        assertThat(store.kept()).extracting(kept -> kept.head().batch()).containsExactly(6L, 5L, 4L);
    }

    @Test
    void damagedCheckpointIsPutAsideAndTheOneBeforeIsUsed() throws IOException {
        CheckpointStore store = open();
        small.grow(random, 10);
        write(store, 1);
        byte[] before = small.bytes();
        small.grow(random, 10);
        write(store, 2);
        Path newest = storage.paths().stream()
                .filter(path -> path.toString().endsWith(".state"))
                .reduce((first, second) -> second)
                .orElseThrow();
        byte[] content = storage.content(newest);
        content[3] ^= 1;
        storage.setContent(newest, content);
        CheckpointStore after = open();
        StoredCheckpoint used = after.newest().orElseThrow();
        assertThat(used.head().batch()).isEqualTo(1);
        assertThat(Ledger.restored("small", used).bytes()).isEqualTo(before);
        assertThat(after.damaged()).containsExactly("000000000002.manifest");
        assertThat(files(".broken")).isEqualTo(2);
        assertThat(write(after, 3).number()).isEqualTo(3);
        assertThat(open().newest().orElseThrow().head().batch()).isEqualTo(3);
    }

    private Path newest(String end) {
        return storage.paths().stream()
                .filter(path -> path.toString().endsWith(end))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** A disk that does not give a file now may give it later: nothing is renamed or deleted before there is a newer checkpoint. */
    @ParameterizedTest
    @ValueSource(strings = {".state", ".manifest"})
    void checkpointThatCannotBeReadIsLeftAndTheOneBeforeIsUsed(String end) throws IOException {
        CheckpointStore store = open();
        small.grow(random, 10);
        write(store, 1);
        byte[] before = small.bytes();
        small.grow(random, 10);
        write(store, 2);
        Path bad = newest(end);
        storage.readable(bad, false);
        StoredCheckpoint used = open().newest().orElseThrow();
        assertThat(used.head().batch()).isEqualTo(1);
        assertThat(Ledger.restored("small", used).bytes()).isEqualTo(before);
        storage.readable(bad, true);
        assertThat(open().newest().orElseThrow().head().batch()).isEqualTo(2);
        storage.readable(bad, false);
        write(open(), 3);
        assertThat(storage.paths()).doesNotContain(bad);
        assertThat(open().newest().orElseThrow().head().batch()).isEqualTo(3);
    }

    /** A server that began without what it has kept would look healthy and be empty. */
    @Test
    void directoryWhoseCheckpointsCannotBeReadIsRefused() throws IOException {
        write(open(), 1);
        storage.readable(newest(".manifest"), false);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("Input/output error");
        storage.readable(newest(".manifest"), true);
        assertThat(open().newest().orElseThrow().head().batch()).isEqualTo(1);
    }

    @Test
    void eachFlippedBitOfAManifestIsNoticed() throws IOException {
        CheckpointStore store = open();
        small.grow(random, 10);
        write(store, 1);
        write(store, 2);
        Path manifest = DIRECTORY.resolve("000000000002.manifest");
        byte[] content = storage.content(manifest);
        for (int bit = 0; bit < content.length * 8; bit++) {
            FaultyStorage damaged = storage.copy();
            byte[] flipped = content.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            damaged.setContent(manifest, flipped);
            try {
                assertThat(CheckpointStore.open(damaged, DIRECTORY, SERVER)
                                .newest()
                                .orElseThrow()
                                .head()
                                .batch())
                        .isEqualTo(1);
            } catch (MillraceException e) {
                assertThat(e).hasMessageContaining("newer version");
            }
        }
    }

    @Test
    void checkpointsOfAnotherServerAndOfNewerVersionsAreRefused() throws IOException {
        write(open(), 1);
        assertThatThrownBy(() -> CheckpointStore.open(storage, DIRECTORY, new UUID(5, 6)))
                .hasMessageContaining("belongs to another server");
        Path manifest = DIRECTORY.resolve("000000000001.manifest");
        byte[] content = storage.content(manifest);
        content[3]++;
        storage.setContent(manifest, withChecksum(content));
        assertThatThrownBy(this::open).hasMessageContaining("newer version of Millrace: its format is 2");
    }

    /** The first frame with the checksum that its bytes have. */
    private static byte[] withChecksum(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C checksum = new CRC32C();
        checksum.update(frame, 0, 8);
        checksum.update(frame, 12, in.getInt(4));
        in.putInt(8, (int) checksum.getValue());
        return frame;
    }

    @Test
    void leftoversAreDeletedAndOtherFilesAreLeftAlone() throws IOException {
        small.grow(random, 10);
        write(open(), 1);
        for (String name : List.of(
                "000000000002-00000.state", "000000000003.manifest.tmp", "000000000002-00001.state.tmp", "README")) {
            storage.setContent(DIRECTORY.resolve(name), new byte[] {1});
        }
        CheckpointStore store = open();
        assertThat(storage.paths())
                .containsExactlyInAnyOrder(
                        DIRECTORY.resolve("000000000001-00000.state"),
                        DIRECTORY.resolve("000000000001.manifest"),
                        DIRECTORY.resolve("README"));
        assertThat(write(store, 2).number()).isGreaterThan(3);
    }
}
