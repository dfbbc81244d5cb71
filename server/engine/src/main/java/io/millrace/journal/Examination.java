package io.millrace.journal;

import io.millrace.journal.storage.Storage;
import io.millrace.journal.storage.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a whole journal and says what is there and whether it can be trusted. Changes nothing.
 *
 * <p>Records end where the last segment has no further whole record. That is no damage unless something proves that there was one:
 * a later record or segment, which are only written when the ones before are durable, or the identity file.
 */
public final class Examination {

    private final Storage storage;
    private final JournalFiles files;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Path> fenced = new ArrayList<>();
    private List<Found> all = List.of();
    private Identity identity;
    private SegmentHeader lastHeader;
    private Problem problem;
    private long durableLsn;
    private long records;

    private Examination(Storage storage, JournalFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /** Examines the journal of a data directory, up to the first problem. */
    public static Examination of(Path dataDirectory, Storage storage) throws IOException {
        Examination examination = new Examination(storage, JournalFiles.of(dataDirectory));
        examination.run();
        return examination;
    }

    private void run() throws IOException {
        if (!storage.exists(files.directory())) {
            return;
        }
        List<Path> paths = files.segments(storage);
        List<Found> found = withoutFenced(headers(paths));
        all = found;
        readIdentity(!paths.isEmpty());
        for (int i = 0; i < found.size() && problem == null; i++) {
            scan(found.get(i), i + 1 < found.size() ? found.get(i + 1).firstLsn : Long.MAX_VALUE);
        }
        checkEnd();
    }

    /** A segment before its records are read; its name says with which it begins. */
    record Found(Path path, long firstLsn, byte[] head) {

        boolean whole() {
            return SegmentHeader.whole(head);
        }

        SegmentHeader header() {
            return SegmentHeader.read(head);
        }
    }

    private List<Found> headers(List<Path> paths) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path path : paths) {
            byte[] head = new byte[SegmentHeader.BYTES];
            try (StoredFile file = storage.openForReading(path)) {
                file.read(ByteBuffer.wrap(head), 0);
            }
            found.add(new Found(path, JournalFiles.firstLsn(path), head));
        }
        return found;
    }

    /** Leaves out what a server wrote after another had taken over: it never acknowledged any of it. */
    private List<Found> withoutFenced(List<Found> found) {
        List<Found> kept = new ArrayList<>();
        for (Found segment : found) {
            if (segment.whole() && lastHeader != null && segment.header().epoch() < lastHeader.epoch()) {
                fenced.add(segment.path);
                continue;
            }
            kept.add(segment);
            if (segment.whole()) {
                lastHeader = segment.header();
            }
        }
        return kept;
    }

    private void readIdentity(boolean expected) throws IOException {
        Path file = files.identity();
        if (storage.exists(file)) {
            identity = Identity.read(storage, file).orElse(null);
            if (identity == null && Identity.isNewer(storage, file)) {
                problem = Problem.newer(file, 0, "this file, which says whose journal it is, is in another format");
            } else if (identity == null) {
                problem = Problem.damage(file, 0, "this file, which says whose journal it is, is not what was written");
            }
        } else if (expected) {
            problem = Problem.damage(file, 0, "this file, which says whose journal it is, is missing");
        }
    }

    private void scan(Found found, long nextFirstLsn) throws IOException {
        problem = problemOfHead(found);
        if (problem != null) {
            return;
        }
        durableLsn = Math.max(durableLsn, found.firstLsn - 1);
        try (SegmentScan scan = new SegmentScan(storage, found.path, found.header())) {
            while (problem == null && scan.expected() < nextFirstLsn && scan.advance()) {
                problem = unreadable(scan);
                durableLsn = Math.max(durableLsn, scan.durableLsn());
                records++;
            }
            if (problem == null && scan.expected() < nextFirstLsn) {
                problem = problemOfEnd(scan, nextFirstLsn != Long.MAX_VALUE);
            }
            segments.add(new Segment(found.path, found.header(), scan.end(), scan.expected(), scan.size()));
        }
    }

    private Problem problemOfHead(Found found) {
        int format = SegmentHeader.format(found.head);
        if (format > SegmentHeader.FORMAT) {
            return Problem.newer(found.path, 0, "format " + format + " of segments");
        } else if (!found.whole() || found.header().firstLsn() != found.firstLsn) {
            return Problem.damage(found.path, 0, "this is not the head of the segment");
        } else if (!found.header().serverId().equals(identity.serverId())) {
            return Problem.damage(found.path, 0, "the segment belongs to another server");
        } else if (!segments.isEmpty() && nextLsn() != found.firstLsn) {
            return Problem.damage(
                    found.path, 0, "the segment before it is missing: record " + nextLsn() + " comes next");
        }
        return null;
    }

    private static Problem unreadable(SegmentScan scan) {
        int version = scan.version();
        boolean known = RecordType.of(scan.typeCode())
                .filter(type -> type.reads(version))
                .isPresent();
        return known && scan.flags() == 0
                ? null
                : scan.newer("record " + scan.lsn() + " of type " + scan.typeCode() + ", version " + version);
    }

    private Problem problemOfEnd(SegmentScan scan, boolean another) throws IOException {
        long lsn = scan.expected();
        if (another) {
            return scan.damage(
                    "record " + lsn + " is damaged or missing; the segment after it shows that it was written");
        } else if (lsn <= identity.durableLsn()) {
            return scan.damage("record " + lsn
                    + " is damaged or missing; it was there when the journal was last opened or closed");
        } else if (scan.laterOneProvesLoss()) {
            return scan.damage("record " + lsn + " is damaged; a later one shows that it was whole");
        }
        return null;
    }

    private void checkEnd() {
        if (problem == null && identity != null && nextLsn() <= identity.durableLsn()) {
            problem = Problem.damage(
                    files.directory(), 0, "records " + nextLsn() + " to " + identity.durableLsn() + " are missing");
        }
        if (identity != null) {
            durableLsn = Math.max(durableLsn, identity.durableLsn());
        }
    }

    /** The first thing that is wrong; empty when the journal is whole. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    /** How many records there are before the problem or the end. */
    public long records() {
        return records;
    }

    public long firstLsn() {
        return segments.isEmpty() ? 1 : segments.get(0).firstLsn();
    }

    /** The LSN after that of the last record. */
    public long nextLsn() {
        return segments.isEmpty() ? 1 : segments.get(segments.size() - 1).nextLsn();
    }

    /** The records before the problem or the end, from an LSN on. */
    public JournalReader read(long fromLsn) {
        return new JournalReader(storage, segments, fromLsn, durableLsn);
    }

    /** Whose journal it is; empty when there is none, or nothing says so. */
    public Optional<UUID> serverId() {
        return identity().map(Identity::serverId);
    }

    /** The last record that is known to be on the disk. */
    long durableLsn() {
        return durableLsn;
    }

    Optional<Identity> identity() {
        return Optional.ofNullable(identity);
    }

    /** The head of the last segment that has a whole one. */
    Optional<SegmentHeader> lastHeader() {
        return Optional.ofNullable(lastHeader);
    }

    /** The segments that were read, the last perhaps not to its end. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** All segments that count, read or not. */
    List<Found> all() {
        return all;
    }

    /** Files of segments that count no longer. */
    public List<Path> fenced() {
        return List.copyOf(fenced);
    }
}
