package io.millrace.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments on the disk, oldest first; the last is the one that is written to. Thread-safe. */
final class SegmentList {

    private record Entry(Path path, long firstLsn, long bytes) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(Path path, long firstLsn, long bytes) {
        entries.add(new Entry(path, firstLsn, bytes));
    }

    /** The last segment takes up so much now. */
    synchronized void resize(long bytes) {
        Entry last = entries.get(entries.size() - 1);
        removeNewest();
        entries.add(new Entry(last.path, last.firstLsn, bytes));
    }

    /** The oldest segment, when all its records come before an LSN. */
    synchronized Optional<Path> oldestBefore(long lsn) {
        return entries.size() > 1 && entries.get(1).firstLsn <= lsn
                ? Optional.of(entries.get(0).path)
                : Optional.empty();
    }

    synchronized void removeOldest() {
        entries.remove(0);
    }

    synchronized void removeNewest() {
        entries.remove(entries.size() - 1);
    }

    synchronized long firstLsn() {
        return entries.get(0).firstLsn;
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }
}
