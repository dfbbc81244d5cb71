package io.millrace.connector.files;

import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.Offset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The partitions of a source. Finds out which file holds the content of which partition after files were renamed, rotated, truncated,
 * replaced and deleted, and which files are new.
 *
 * <p>A file holds a content if it begins with all that was given out of it, or was seen of it first. That is looked for at the path where it was, then under
 * whatever name the same file has now, then in files that are named after it, as rotation does with copies. What is nowhere is gone.
 * What nobody claims is new. Used by one thread at a time.
 */
final class FilePartitions {

    private final FileContents contents;
    private final FileListing listing;
    private final Clock clock;
    private final Duration settleTime;
    private final Growth growth;
    private final Map<String, FilePartition> partitions = new LinkedHashMap<>();
    /** The paths at which partitions were found. */
    private final Set<Path> origins = new HashSet<>();

    /** Where contents were begun with that were not at their starts. */
    private Map<String, Offset> starts = Map.of();

    private boolean listed;

    /** Which contents are new partitions, after the first look. */
    enum Growth {
        /** None. */
        NONE,
        /** Those at the paths of earlier ones. */
        FOLLOW,
        /** All. */
        WATCH
    }

    FilePartitions(FileContents contents, FileListing listing, Growth growth, Duration settleTime, Clock clock) {
        this.contents = contents;
        this.listing = listing;
        this.growth = growth;
        this.settleTime = settleTime;
        this.clock = clock;
    }

    /** All of them, by path and age. */
    List<FilePartition> all() {
        return partitions.values().stream()
                .sorted(Comparator.comparing(FilePartition::origin).thenComparing(FilePartition::generation))
                .toList();
    }

    /** Takes note of where contents are begun with that are not at their starts. */
    void begin(Map<String, Offset> places) {
        starts = places;
        recall(places);
    }

    /** Whether nothing was given out of a content behind the place at which it was begun with. */
    private boolean isUntouched(FilePartition partition) {
        Offset start = starts.get(partition.name());
        return start != null && !isUnread(partition) && partition.mark().position() <= start.asLong();
    }

    /** Takes note of partitions that are known from before the process began. */
    void recall(Map<String, Offset> offsets) {
        offsets.forEach((name, offset) -> {
            FilePosition read = FilePosition.of(offset);
            FilePartition known = partitions.get(name);
            if (known == null || known.mark().position() < read.position()) {
                Path origin = FilePartition.pathOf(name, read.generation());
                partitions.put(name, new FilePartition(contents, origin, Optional.empty(), read));
                origins.add(origin);
                listed = false;
            }
        });
        if (!listed) {
            partitions.values().removeIf(partition -> partition.mark().position() == 0);
        }
    }

    /** Whether files were listed, and each partition still is where it was then. */
    boolean isCurrent() {
        return listed && partitions.values().stream().allMatch(this::isInPlace);
    }

    private boolean isInPlace(FilePartition partition) {
        if (partition.entry().isEmpty()) {
            return true;
        }
        FileEntry before = partition.entry().get();
        try {
            Optional<FileEntry> now = FileEntry.of(before.path());
            if (now.isEmpty() || !now.get().isSameFile(before) || !partition.isIn(now.get())) {
                return false;
            }
            partition.moveTo(now.get());
            getToKnow(partition);
        } catch (IOException e) {
            partition.problem(FileErrors.of(before.path(), e).getMessage());
        }
        return true;
    }

    /** Looks where everything is. */
    void find() {
        Map<Path, FileEntry> free = new LinkedHashMap<>();
        listing.files().forEach(entry -> free.put(entry.path(), entry));
        List<FilePartition> moved = new ArrayList<>(all());
        moved.removeIf(partition -> partition.entry().isPresent() && claimInPlace(partition, free));
        moved.removeIf(partition -> partition.entry().isEmpty() && claimInPlace(partition, free));
        moved.removeIf(partition -> partition.entry().isEmpty() && listed);
        if (!moved.isEmpty()) {
            addSiblings(free, moved);
            Map<Object, FileEntry> byKey = new HashMap<>();
            free.values().forEach(entry -> entry.key().ifPresent(key -> byKey.put(key, entry)));
            moved.removeIf(partition -> claimRenamed(partition, byKey, free));
            moved.removeIf(partition -> claimCopy(partition, free));
            moved.forEach(this::lose);
        }
        addNew(free);
        listed = true;
    }

    /** Adds the files of the directory that are not wanted by their names and that no partition holds. */
    private void addSiblings(Map<Path, FileEntry> free, List<FilePartition> moved) {
        Set<Path> held = new HashSet<>();
        partitions.values().stream()
                .filter(partition -> !moved.contains(partition))
                .forEach(partition -> partition.entry().ifPresent(entry -> held.add(entry.path())));
        listing.siblings().stream()
                .filter(entry -> !listing.wants(entry.path()) && !held.contains(entry.path()))
                .forEach(entry -> free.put(entry.path(), entry));
    }

    private boolean claimInPlace(FilePartition partition, Map<Path, FileEntry> free) {
        Path path = partition.entry().map(FileEntry::path).orElse(partition.origin());
        FileEntry there = free.get(path);
        if (there == null && partition.isRotated()) {
            there = entry(path);
        }
        boolean same = there != null
                && (partition.entry().isEmpty()
                        || partition.entry().get().isSameFile(there)
                        || partition.known().position() == 0 && growth == Growth.NONE);
        return same && claim(partition, there, free);
    }

    /** The entry of a file whose name is not wanted. */
    private static FileEntry entry(Path path) {
        try {
            return FileEntry.of(path).orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private boolean claimRenamed(FilePartition partition, Map<Object, FileEntry> byKey, Map<Path, FileEntry> free) {
        return partition
                .entry()
                .flatMap(FileEntry::key)
                .map(byKey::get)
                .filter(entry -> free.containsKey(entry.path()))
                .filter(entry -> partition.known().position() > 0 || entry.isNamedAfter(partition.origin()))
                .filter(entry -> claim(partition, entry, free))
                .isPresent();
    }

    /** What is known of a partition is also in a file that was copied from it, or that has taken its place. */
    private boolean claimCopy(FilePartition partition, Map<Path, FileEntry> free) {
        if (partition.known().position() == 0) {
            return false;
        }
        return List.copyOf(free.values()).stream()
                .anyMatch(entry -> (entry.path().equals(partition.origin())
                                || entry.isNamedAfter(partition.origin())
                                || partition
                                        .entry()
                                        .filter(last -> entry.isNamedAfter(last.path()))
                                        .isPresent())
                        && claim(partition, entry, free));
    }

    private boolean claim(FilePartition partition, FileEntry entry, Map<Path, FileEntry> free) {
        try {
            if (!partition.isIn(entry)) {
                return false;
            }
        } catch (IOException e) {
            partition.problem(FileErrors.of(entry.path(), e).getMessage());
        }
        free.remove(entry.path());
        partition.moveTo(entry);
        getToKnow(partition);
        return true;
    }

    /**
     * Notes how a content begins, so that it is found again although nothing was given out of it yet. A compressed file may not even be
     * complete; it is looked into when it is read.
     */
    private void getToKnow(FilePartition partition) {
        try {
            if (growth != Growth.NONE
                    && partition
                            .entry()
                            .filter(entry -> contents.unpacks(entry.path()))
                            .isEmpty()) {
                partition.getToKnow();
            }
        } catch (IOException e) {
            partition.problem(FileErrors.of(partition.origin(), e).getMessage());
        }
    }

    /**
     * A partition of which nothing is known is forgotten, since what comes to its path is read from the start anyway; so is one that
     * could not be read and was taken away.
     */
    private void lose(FilePartition partition) {
        partition.lose();
        boolean refused =
                partition.mark().position() == 0 && partition.problem().isPresent();
        partition.clearProblem();
        if ((partition.known().position() == 0 || refused) && growth != Growth.NONE) {
            partitions.remove(partition.name());
        }
    }

    private void addNew(Map<Path, FileEntry> free) {
        for (FileEntry entry : free.values()) {
            if (listing.wants(entry.path()) && isNew(entry) && !isCopy(entry)) {
                int generation = 1;
                while (partitions.containsKey(FilePartition.name(entry.path(), generation))) {
                    generation++;
                }
                FilePartition added =
                        new FilePartition(contents, entry.path(), Optional.of(entry), FilePosition.start(generation));
                getToKnow(added);
                partitions.put(added.name(), added);
                origins.add(added.origin());
            }
        }
    }

    private boolean isNew(FileEntry entry) {
        return switch (growth) {
            case WATCH -> true;
            case FOLLOW -> !listed || origins.contains(entry.path());
            case NONE -> !listed && !origins.contains(entry.path());
        };
    }

    /**
     * Whether a file is a copy that was just made of another, which may be about to be truncated or deleted: such a file waits until
     * that has happened or it has rested. What is in a compressed one shows when it is complete.
     */
    private boolean isCopy(FileEntry entry) {
        if (entry.rests(clock, settleTime)) {
            return false;
        }
        return partitions.values().stream()
                .filter(partition -> partition.known().position() > 0)
                .filter(partition -> partition
                        .entry()
                        .filter(original -> entry.isNamedAfter(original.path()) && entry.size() <= original.size())
                        .isPresent())
                .anyMatch(partition -> contents.unpacks(entry.path()) || isIn(partition, entry));
    }

    private static boolean isIn(FilePartition partition, FileEntry entry) {
        try {
            return partition.isIn(entry);
        } catch (IOException e) {
            return false; // shows when it is read
        }
    }

    /** What became of a content that was there, and of which all was read that will be. */
    Optional<String> gone(FilePartition partition) {
        if (partition.entry().isPresent() || (growth == Growth.NONE && isUnread(partition)) || isUntouched(partition)) {
            return Optional.empty();
        }
        return Optional.of("file \"" + partition.origin() + "\" "
                + (isUnread(partition)
                        ? "vanished, or was truncated or replaced, when " + readOf(partition)
                                + "; the others are lost, and"
                        : "was read and is not there any more:")
                + " SELECT and new views do not have its rows");
    }

    /** What keeps the rest of a content from being read that has to be read once. */
    Optional<String> absence(FilePartition partition) {
        if (partition.entry().isPresent() || growth != Growth.NONE || !isUnread(partition)) {
            return Optional.empty();
        }
        return Optional.of("file \"" + partition.origin() + "\" vanished, or was truncated or replaced, when "
                + readOf(partition) + "; drop and create the stream to read it anew");
    }

    private static String readOf(FilePartition partition) {
        String all = partition.knownSize() == Long.MAX_VALUE ? "" : partition.knownSize() + " ";
        return partition.mark().position() + " of its " + all + "bytes were read";
    }

    private static boolean isUnread(FilePartition partition) {
        return partition.knownSize() > partition.mark().position();
    }
}
