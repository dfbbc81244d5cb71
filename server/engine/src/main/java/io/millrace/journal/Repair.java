package io.millrace.journal;

import io.millrace.journal.status.Loss;
import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Goes on without what is damaged in a journal and all that came after it. When that is more than what a checkpoint holds, the journal
 * begins anew with the first record that is not in the checkpoint, as far as records follow on it without a gap. The files as they were
 * stay beside the others, under names that end in {@code .damaged-} and the epoch.
 *
 * <p>A crash anywhere leaves a journal that is either repaired or refused, and can be repaired then.
 */
public final class Repair {

    private static final int CHUNK = 1 << 20;

    /**
     * What a journal has to go on from.
     *
     * @param server whose journal it is, as far as is known elsewhere
     * @param epoch that is known of elsewhere
     * @param lsn the first record that is needed: what came of those before is kept elsewhere
     */
    public record Basis(Optional<UUID> server, long epoch, long lsn) {

        /** Nothing is kept elsewhere. */
        public static final Basis NONE = new Basis(Optional.empty(), 0, 1);
    }

    private final Path dataDirectory;
    private final Storage storage;
    private final JournalFiles files;
    private final Basis basis;
    private final List<String> told = new ArrayList<>();

    Repair(Path dataDirectory, Storage storage, JournalFiles files, Basis basis) {
        this.dataDirectory = dataDirectory;
        this.storage = storage;
        this.files = files;
        this.basis = basis;
    }

    /** Whether a journal cannot be used as it was found. */
    static boolean isNeeded(Examination found, Basis basis) {
        return found.problem().isPresent() || !reaches(found, basis);
    }

    /** Whether the records that were found lead on from what is kept elsewhere. */
    private static boolean reaches(Examination found, Basis basis) {
        return found.firstLsn() <= basis.lsn && basis.lsn <= found.nextLsn();
    }

    /**
     * What a repair would give up. Changes nothing.
     *
     * @return empty when it would be refused
     */
    public static Optional<Loss> loss(Examination found, Basis basis, Storage storage) throws IOException {
        boolean newer = found.problem().filter(Problem::newer).isPresent();
        return newer || isHopeless(found, basis)
                ? Optional.empty()
                : Optional.of(new Survey(found, basis, storage).loss());
    }

    private static boolean isHopeless(Examination found, Basis basis) {
        return basis.lsn == 1 && found.firstLsn() > 1;
    }

    /** What was done, in words. */
    List<String> told() {
        return List.copyOf(told);
    }

    /**
     * What is there afterwards.
     *
     * @throws MillraceException when a newer version wrote the journal, or nothing is left to go on from
     */
    Examination apply(Examination examination) throws IOException {
        Examination found = examination;
        if (found.serverId().isPresent()
                && basis.server.isPresent()
                && !found.serverId().equals(basis.server)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "the checkpoints in " + dataDirectory + " belong to another server than the journal beside them");
        }
        while (isNeeded(found, basis)) {
            found.problem().filter(Problem::newer).ifPresent(problem -> {
                throw problem.refusal();
            });
            if (isHopeless(found, basis)) {
                throw new MillraceException(
                        ErrorCode.DATA_DAMAGED,
                        "the journal cannot be repaired: it begins with record " + found.firstLsn()
                                + ", and no checkpoint that is whole holds what was before; restore a backup");
            }
            found.problem().ifPresent(problem -> told.add("the journal is damaged: " + problem.text()));
            if (found.identity().isEmpty()) {
                renewIdentity(found);
            } else if (reaches(found, basis)) {
                cut(found);
            } else {
                beginAnew(found);
            }
            found = Examination.of(dataDirectory, storage);
        }
        return found;
    }

    private void renewIdentity(Examination found) throws IOException {
        UUID server = found.lastHeader()
                .map(SegmentHeader::serverId)
                .or(basis::server)
                .orElseGet(UUID::randomUUID);
        long epoch = found.lastHeader().map(SegmentHeader::epoch).orElse(basis.epoch);
        storage.createDirectories(files.directory());
        new Identity(server, Math.max(epoch, basis.epoch) + 1, 0).write(storage, files.identity());
        told.add("file identity was made anew; whether records are missing at the end cannot be told");
    }

    /** Keeps what is before the problem. */
    private void cut(Examination found) throws IOException {
        Identity identity = found.identity().orElseThrow();
        tell(new Survey(found, basis, storage).loss(), identity);
        identity.withDurable(found.nextLsn() - 1).write(storage, files.identity());
        Problem problem = found.problem().orElseThrow();
        List<Segment> read = found.segments();
        for (Path path : files.segments(storage)) {
            boolean before = read.stream().anyMatch(segment -> segment.path().equals(path));
            if (!before && !found.fenced().contains(path)) {
                storage.rename(path, aside(path, identity));
            } else if (path.equals(problem.file())) {
                copy(path, aside(path, identity));
                truncate(path, problem.offset());
            }
        }
        storage.forceDirectory(files.directory());
    }

    /**
     * Keeps what follows on the basis. The segment with it is of a later epoch than all others: from the moment that it has its name, those
     * after it do not count.
     */
    private void beginAnew(Examination found) throws IOException {
        Identity identity = found.identity().orElseThrow();
        Survey survey = new Survey(found, basis, storage);
        told.add("what is before record " + basis.lsn + " is not needed: a checkpoint holds what came of it");
        tell(survey.loss(), identity);
        Path segment = files.segment(basis.lsn);
        Path unfinished = JournalFiles.unfinished(segment);
        SegmentHeader header = new SegmentHeader(identity.serverId(), identity.epoch(), basis.lsn);
        try (JournalCopy copy = new JournalCopy(storage, unfinished, header)) {
            survey.each(copy::add);
            copy.finish();
        }
        if (storage.exists(segment)) {
            copy(segment, aside(segment, identity));
        }
        storage.rename(unfinished, segment);
        storage.forceDirectory(files.directory());
        for (Path path : files.segments(storage)) {
            if (!path.equals(segment)) {
                storage.rename(path, aside(path, identity));
            }
        }
        identity.withDurable(survey.loss().first() - 1).write(storage, files.identity());
    }

    private void tell(Loss loss, Identity identity) {
        told.add("given up: " + loss.text());
        told.add("the files as they were are kept in " + files.directory() + ", under names that end in .damaged-"
                + identity.epoch());
    }

    private static Path aside(Path path, Identity identity) {
        return path.resolveSibling(path.getFileName() + ".damaged-" + identity.epoch());
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

    private void truncate(Path path, long size) throws IOException {
        try (StoredFile file = storage.open(path)) {
            file.truncate(size);
            file.force();
        }
    }

    /** Looks at all records that can still be read, also beyond damage. */
    private static final class Survey {

        private interface Visit {
            void at(SegmentScan record) throws IOException;
        }

        private final Examination found;
        private final Storage storage;
        private final Loss loss;
        private final long[] counts = new long[3];
        private long next;
        private long first;
        private long last;

        Survey(Examination found, Basis basis, Storage storage) throws IOException {
            this.found = found;
            this.storage = storage;
            boolean cut = reaches(found, basis);
            next = cut ? found.nextLsn() : basis.lsn;
            first = next;
            last = Math.max(next - 1, found.identity().map(Identity::durableLsn).orElse(0L));
            each(record -> count(record, cut));
            loss = new Loss(first, last, counts[0], counts[1], counts[2]);
        }

        Loss loss() {
            return loss;
        }

        /** @param cut whether all that is left is given up, else only what comes after the first gap */
        private void count(SegmentScan record, boolean cut) {
            long lsn = record.lsn();
            if (lsn < next) {
                return;
            }
            boolean kept = !cut && lsn == first && lsn == next;
            if (kept) {
                first++;
            } else {
                counts[kind(record)]++;
            }
            next = lsn + 1;
            last = Math.max(last, lsn);
        }

        private static int kind(SegmentScan record) {
            return switch (RecordType.of(record.typeCode()).orElse(RecordType.CHECKPOINT)) {
                case BATCH, LANDED -> 0;
                case DEFINED, REMOVED -> 1;
                case FAILED,
                        PAUSED,
                        JOINED,
                        PASSED,
                        COUNTED,
                        CLOCK,
                        SINK_ROWS,
                        SINK_DONE,
                        CHECKPOINT,
                        PIECE,
                        PIECE_DONE,
                        PARTITIONS,
                        WAITING,
                        RESUMED,
                        LANDING -> 2;
            };
        }

        void each(Visit visit) throws IOException {
            for (Examination.Found segment : found.all()) {
                boolean ours = segment.whole()
                        && found.identity()
                                .map(identity -> identity.serverId()
                                        .equals(segment.header().serverId()))
                                .orElse(true);
                if (ours) {
                    try (SegmentScan scan = new SegmentScan(storage, segment.path(), segment.header())) {
                        while (scan.advance() || scan.skipDamage()) {
                            visit.at(scan);
                        }
                    }
                }
            }
        }
    }
}
