package io.millrace.journal;

import io.millrace.journal.storage.NoSpaceException;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a journal ready to be written to.
 *
 * <p>First the epoch is raised, which stops a server that may still be writing; then everything is read. What lies behind the last
 * record is cut off, and records that may be nowhere but in the memory of the operating system are written once more before they are
 * forced: after a force has failed, it takes them for written. New records go to a new segment of the new epoch. A crash anywhere in
 * between leaves a journal that opens with the same records.
 */
final class Opening {

    private static final int CHUNK = 1 << 20;
    private static final long FIRST_ALLOCATION = 1 << 20;

    private final Storage storage;
    private final JournalFiles files;
    private final JournalOptions options;
    private final Path dataDirectory;

    private Opening(Path dataDirectory, JournalOptions options, Storage storage) {
        this.dataDirectory = dataDirectory;
        this.storage = storage;
        this.options = options;
        files = JournalFiles.of(dataDirectory);
    }

    static Opened open(Path dataDirectory, JournalOptions options, Storage storage) throws IOException {
        Opening opening = new Opening(dataDirectory, options, storage);
        opening.createDirectory();
        try {
            return opening.run();
        } catch (NoSpaceException e) {
            if (new Reserve(storage, opening.files.reserve(), 0).release()) {
                return opening.run();
            }
            throw e;
        }
    }

    private void createDirectory() throws IOException {
        if (!storage.exists(files.directory())) {
            storage.createDirectories(files.directory());
            storage.forceDirectory(dataDirectory);
            Path above = dataDirectory.toAbsolutePath().getParent();
            if (above != null) {
                storage.forceDirectory(above);
            }
        }
    }

    private Opened run() throws IOException {
        Optional<Identity> known =
                storage.exists(files.identity()) ? Identity.read(storage, files.identity()) : Optional.empty();
        if (known.isPresent()) {
            known.get().opened().write(storage, files.identity());
        }
        Examination found = Examination.of(dataDirectory, storage);
        Optional<Problem> refused = found.problem()
                .filter(problem -> problem.newer() || options.repair().isEmpty());
        if (refused.isPresent()) {
            putBack(known);
            throw refused.get().refusal();
        }
        Repair repair =
                new Repair(dataDirectory, storage, files, options.repair().orElse(Repair.Basis.NONE));
        if (options.repair().isPresent()) {
            found = repair.apply(found);
        }
        Identity identity = found.identity().orElseGet(() -> new Identity(UUID.randomUUID(), 1, 0));
        if (found.identity().isEmpty()) {
            identity.write(storage, files.identity());
        }
        cutTail(found);
        removeLeftovers(found);
        ActiveSegment active = createSegment(identity, found.nextLsn());
        Identity current = identity.withDurable(found.nextLsn() - 1);
        current.write(storage, files.identity());
        return new Opened(storage, files, options, current, found, active, list(found, active), repair.told());
    }

    /** What is refused stays as it was. A server that runs although it must not may go on: nothing was taken from it. */
    private void putBack(Optional<Identity> known) throws IOException {
        if (known.isPresent()) {
            known.get().write(storage, files.identity());
        }
    }

    private void cutTail(Examination found) throws IOException {
        List<Segment> segments = found.segments();
        if (segments.isEmpty()) {
            return;
        }
        Segment last = segments.get(segments.size() - 1);
        long unproven = firstUnproven(last, found.durableLsn());
        try (StoredFile file = storage.open(last.path())) {
            file.truncate(last.end());
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = unproven; at < last.end(); at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, last.end() - at));
                file.read(chunk, at);
                file.write(chunk.flip(), at);
            }
            file.force();
        }
    }

    /** Where the first record begins that nothing shows to be on the disk. */
    private long firstUnproven(Segment last, long durableLsn) throws IOException {
        try (SegmentScan scan = new SegmentScan(storage, last.path(), last.header())) {
            while (scan.expected() < last.nextLsn() && scan.expected() <= durableLsn) {
                if (!scan.advance()) {
                    throw new IOException("a record has changed since it was read");
                }
            }
            return scan.end();
        }
    }

    private void removeLeftovers(Examination found) throws IOException {
        for (Path path : storage.list(files.directory())) {
            if (JournalFiles.isUnfinished(path) || found.fenced().contains(path)) {
                storage.delete(path);
            }
        }
    }

    /** Replaces the last segment when that is empty. */
    private ActiveSegment createSegment(Identity identity, long firstLsn) throws IOException {
        SegmentHeader header = new SegmentHeader(identity.serverId(), identity.epoch(), firstLsn);
        long allocation = Math.min(options.segmentBytes(), FIRST_ALLOCATION);
        return ActiveSegment.create(storage, files, header, options.segmentBytes(), allocation);
    }

    private static SegmentList list(Examination found, ActiveSegment active) {
        SegmentList list = new SegmentList();
        for (Segment segment : found.segments()) {
            if (!segment.isEmpty()) {
                list.add(segment.path(), segment.firstLsn(), segment.end());
            }
        }
        list.add(active.path(), active.firstLsn(), active.allocated());
        return list;
    }
}
