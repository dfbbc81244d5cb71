package io.millrace.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.codec.Encoder;
import io.millrace.codec.GoldenBytes;
import io.millrace.journal.storage.FaultyStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The bytes of this version and of the one before, which are both read. */
class JournalFormatTest {

    private static final UUID SERVER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final List<String> TEXTS = List.of("", "a", "eleven byte", "payload of record four");

    private static byte[] segment() {
        Encoder out = new Encoder();
        byte[] header = new SegmentHeader(SERVER, 3, 1).toBytes();
        out.putBytes(header, 0, header.length);
        RecordLayout format = new RecordLayout(SERVER, 3);
        for (int i = 0; i < TEXTS.size(); i++) {
            byte[] payload = TEXTS.get(i).getBytes(StandardCharsets.UTF_8);
            RecordType type = RecordType.values()[i];
            format.put(out, type, i + 1, i / 2, payload.length, bytes -> bytes.putBytes(payload, 0, payload.length));
        }
        return out.toByteArray();
    }

    @Test
    void journalOfThisVersionIsWrittenAndRead() throws IOException {
        assertIsRead(GoldenBytes.check("journal-segment-4.hex", segment()));
    }

    @Test
    void journalsOfVersionsBeforeAreRead() throws IOException {
        assertIsRead(GoldenBytes.read("journal-segment-1.hex"));
        assertIsRead(GoldenBytes.read("journal-segment-2.hex"));
        assertIsRead(GoldenBytes.read("journal-segment-3.hex"));
    }

    private static void assertIsRead(byte[] segment) throws IOException {
        byte[] identity = GoldenBytes.check("journal-identity-1.hex", new Identity(SERVER, 3, 2).toBytes());
        FaultyStorage storage = new FaultyStorage(1);
        JournalFiles files = JournalFiles.of(Records.DIRECTORY);
        storage.createDirectories(files.directory());
        storage.setContent(files.identity(), identity);
        storage.setContent(files.segment(1), Arrays.copyOf(segment, 4096));
        try (Journal journal = Records.open(storage)) {
            assertThat(journal.serverId()).isEqualTo(SERVER);
            assertThat(journal.epoch()).isEqualTo(4);
            assertThat(Records.in(journal)).isEqualTo(TEXTS);
            try (JournalReader reader = journal.read(4)) {
                assertThat(reader.advance()).isTrue();
                assertThat(reader.type()).isEqualTo(RecordType.FAILED);
            }
        }
    }

    @Test
    void codesOfRecordsAreTheirsForever() {
        assertThat(Arrays.stream(RecordType.values()).map(type -> type.code() + " " + type))
                .startsWith(
                        "1 DEFINED",
                        "2 REMOVED",
                        "3 BATCH",
                        "4 FAILED",
                        "5 PAUSED",
                        "6 JOINED",
                        "7 PASSED",
                        "8 COUNTED",
                        "9 CLOCK",
                        "10 SINK_ROWS",
                        "11 SINK_DONE",
                        "12 CHECKPOINT",
                        "13 PIECE",
                        "14 PIECE_DONE",
                        "15 PARTITIONS");
    }
}
