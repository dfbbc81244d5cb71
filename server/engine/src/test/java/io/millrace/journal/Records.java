package io.millrace.journal;

import io.millrace.codec.Decoder;
import io.millrace.journal.storage.Storage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records of text, for tests. */
final class Records {

    static final Path DIRECTORY = Path.of("/data");
    static final JournalOptions OPTIONS = JournalOptions.of(Durability.FSYNC, Duration.ofHours(1))
            .withSegmentBytes(4096)
            .withReserveBytes(2048);

    private Records() {}

    static Journal open(Storage storage) {
        return Journal.open(DIRECTORY, OPTIONS, storage);
    }

    /** Closes a journal whose machine has stopped. */
    static void abandon(Journal journal) {
        try {
            journal.close();
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.JOURNAL_BROKEN) {
                throw e;
            }
        }
    }

    static long append(Journal journal, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return journal.append(RecordType.BATCH, payload, 0, payload.length);
    }

    /** Adds records that are durable when this returns. */
    static void add(Journal journal, String... texts) {
        for (String text : texts) {
            journal.await(append(journal, text));
        }
    }

    /** What a journal held when it was opened. */
    static List<String> in(Journal journal) {
        return from(journal.read(journal.firstLsn()), journal.firstLsn());
    }

    /** What a journal holds now: opened and closed again. */
    static List<String> in(Storage storage) {
        try (Journal journal = open(storage)) {
            return in(journal);
        }
    }

    static List<String> from(JournalReader reader, long firstLsn) {
        List<String> texts = new ArrayList<>();
        try (reader) {
            while (reader.advance()) {
                if (reader.lsn() != firstLsn + texts.size()) {
                    throw new AssertionError("record " + reader.lsn() + " after " + texts.size());
                }
                texts.add(text(reader.payload()));
            }
        }
        return texts;
    }

    static String text(Decoder payload) {
        return new String(payload.takeBytes(payload.remaining()), StandardCharsets.UTF_8);
    }
}
