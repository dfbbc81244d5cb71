package io.millrace.journal;

import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on without what is damaged in a journal and all that came after it. The damaged files stay beside the others, under names that
 * end in {@code .damaged-} and the epoch.
 */
final class Repair {

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final int CHUNK = 1 << 20;

    private final Path dataDirectory;
    private final Storage storage;
    private final JournalFiles files;

    Repair(Path dataDirectory, Storage storage, JournalFiles files) {
        this.dataDirectory = dataDirectory;
        this.storage = storage;
        this.files = files;
    }

    /**
     * What is there afterwards.
     *
     * @throws io.millrace.spi.error.MillraceException when a repair is not wanted, or a newer version wrote the journal
     */
    Examination apply(Examination examination, boolean wanted) throws IOException {
        Examination found = examination;
        while (found.problem().isPresent()) {
            Problem problem = found.problem().get();
            if (!wanted || problem.newer()) {
                throw problem.refusal();
            }
            LOG.warn("The journal is repaired: {}", problem.text());
            remove(problem, found);
            found = Examination.of(dataDirectory, storage);
        }
        return found;
    }

    private void remove(Problem problem, Examination found) throws IOException {
        if (found.identity().isEmpty()) {
            newIdentity(found).write(storage, files.identity());
            return;
        }
        LOG.warn("Record {} of the journal and all later ones are left out", found.nextLsn());
        Identity identity = found.identity().get();
        identity.withDurable(found.nextLsn() - 1).write(storage, files.identity());
        List<Segment> read = found.segments();
        for (Path path : files.segments(storage)) {
            Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + identity.epoch());
            boolean before = read.stream().anyMatch(segment -> segment.path().equals(path));
            if (!before) {
                storage.rename(path, aside);
            } else if (path.equals(problem.file())) {
                copy(path, aside);
                cut(path, problem.offset());
            }
        }
        storage.forceDirectory(files.directory());
    }

    private static Identity newIdentity(Examination found) {
        return found.lastHeader()
                .map(header -> new Identity(header.serverId(), header.epoch() + 1, 0))
                .orElseGet(() -> new Identity(UUID.randomUUID(), 1, 0));
    }

    private void copy(Path from, Path to) throws IOException {
        try (StoredFile source = storage.openForReading(from);
                StoredFile target = storage.exists(to) ? storage.open(to) : storage.create(to)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long size = source.size();
            for (long at = 0; at < size; at += chunk.limit()) {
                chunk.clear();
                source.read(chunk, at);
                target.write(chunk.flip(), at);
            }
            target.force();
        }
    }

    private void cut(Path path, long size) throws IOException {
        try (StoredFile file = storage.open(path)) {
            file.truncate(size);
            file.force();
        }
    }
}
