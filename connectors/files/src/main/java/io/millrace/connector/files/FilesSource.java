package io.millrace.connector.files;

import io.millrace.connector.files.content.Compression;
import io.millrace.connector.files.content.FileContents;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.RecordFormat;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.connector.progress.SourceBacklog;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The files of a listing as one source; each content of a file is a partition. */
final class FilesSource implements ReplayableSource {

    private final FileListing listing;
    private final FileReaders readers;
    private final FileParsing parsing;
    private final boolean follow;
    private final boolean watch;
    private final Duration pollInterval;
    private final Duration settleTime;
    private final Clock clock;
    private final FilePace pace;
    private final FilePartitions partitions;
    /** Where contents begin that do not at their starts. */
    private final Map<String, Offset> starts;
    /** Whether the directory may hold what {@link #partitions} do not. */
    private final AtomicBoolean stale = new AtomicBoolean();

    private volatile Map<String, String> problems = Map.of();
    private volatile Map<String, String> gone = Map.of();
    private FileWatch watching;

    private FilesSource(FileListing listing, SourceDefinition definition) {
        Options options = definition.options();
        this.listing = listing;
        this.readers = FileReaders.of(definition);
        this.parsing = readers.parsing();
        this.follow = options.bool("follow");
        this.watch = options.bool("watch");
        this.pollInterval = options.duration("poll.interval").orElse(Duration.ofSeconds(1));
        this.settleTime = options.duration("settle.time").orElse(Duration.ofSeconds(2));
        this.clock = definition.clock();
        this.starts = FileStart.of(options);
        this.pace = new FilePace(() -> FilePace.rate(options.now()), clock, parsing);
        FilePartitions.Growth growth = watch
                ? FilePartitions.Growth.WATCH
                : follow ? FilePartitions.Growth.FOLLOW : FilePartitions.Growth.NONE;
        this.partitions = new FilePartitions(readers.finder().contents(), listing, growth, settleTime, clock);
        partitions.begin(starts);
    }

    /** Opens one that was open before: its files may be gone. */
    static FilesSource reopen(SourceDefinition definition) {
        Options options = definition.options();
        Path path = path(definition);
        boolean directory = options.string("pattern").isPresent() || options.bool("watch");
        return new FilesSource(
                FileListing.again(
                        path,
                        options.string("pattern"),
                        directory,
                        options.reach().files()),
                definition);
    }

    private static Path path(SourceDefinition definition) {
        return path(definition.options(), definition.directory());
    }

    private static Path path(Options options, Path directory) {
        return directory
                .resolve(options.string("path").orElseThrow())
                .toAbsolutePath()
                .normalize();
    }

    private static Path checkedPath(Options options, Path directory) {
        return options.reach().files().checked("path", path(options, directory));
    }

    /** The columns of the first file there is. */
    static List<SourceColumn> findColumns(Options options, Format format, Path directory) {
        Path path = checkedPath(options, directory);
        FileListing listing =
                FileListing.of(path, options.string("pattern"), options.reach().files());
        List<FileEntry> files = listing.files();
        if (files.isEmpty()) {
            return List.of();
        }
        Path first = files.get(0).path();
        listing.checkReadable(first);
        try (FileChannel channel = FileReaders.contents(options).open(first)) {
            return format.columnsOf(channel, options);
        } catch (IOException e) {
            throw FileErrors.of(first, e);
        }
    }

    static FilesSource open(SourceDefinition definition) {
        Options options = definition.options();
        Path path = checkedPath(options, definition.directory());
        FileListing listing =
                FileListing.of(path, options.string("pattern"), options.reach().files());
        FilesSource source = new FilesSource(listing, definition);
        if (source.watch && !listing.isDirectory()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'watch' waits for new files in a directory, but \"" + path
                            + "\" is a file; 'follow' waits for it to grow");
        }
        if (source.parsing.format().inMessages()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED, "option 'format' names one of messages, which files do not have");
        }
        if (source.isBlocks() && source.follow) {
            throw needsRecords("follow");
        }
        if (source.isBlocks() && !options.string("charset").orElseThrow().equalsIgnoreCase("utf-8")) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'charset' needs a format of text; files of blocks say themselves how text is written");
        }
        checkPace(source.parsing.format(), options);
        source.check();
        return source;
    }

    /** Refuses a rate where records do not come one by one. */
    static void checkPace(RecordFormat format, Options options) {
        if (format.blocks().isPresent() && FilePace.rate(options) > 0) {
            throw needsRecords("rate");
        }
    }

    private static MillraceException needsRecords(String option) {
        return new MillraceException(
                ErrorCode.OPTION_INVALID,
                "option '" + option
                        + "' needs a format whose records are read one by one; files of blocks are read when they are complete");
    }

    /** Refuses what there is no sense in waiting for. */
    private void check() {
        FileStart.checkListed(partitions.all(), listing);
        partitions.find();
        List<FilePartition> all = partitions.all().stream()
                .filter(partition -> partition.entry().isPresent())
                .toList();
        all.forEach(partition -> checkReadable(partition.origin()));
        if (!all.isEmpty()) {
            FilePartition first = all.get(0);
            try (FileChannel channel = first.open().orElseThrow(() -> FileErrors.notFound(first.origin()))) {
                first.checkHeader(parsing, channel);
            } catch (IOException e) {
                throw FileErrors.of(first.origin(), e);
            }
        }
    }

    private void checkReadable(Path file) {
        listing.checkReadable(file);
        if (isBlocks() && Compression.of(file).isPresent()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "file \"" + file + "\" is compressed as a whole, which is not supported for files of blocks,"
                            + " since these are compressed block by block; decompress it");
        }
    }

    @Override
    public void recall(Map<String, Offset> offsets) {
        partitions.recall(offsets);
        offsets.forEach((name, offset) -> pace.recall(name, offset.asLong()));
    }

    @Override
    public List<Split> poll(Map<String, Offset> read, Admission limits) {
        return cut(FileStart.reached(starts, read), limits);
    }

    private List<Split> cut(Map<String, Offset> offsets, Admission limits) {
        partitions.recall(offsets);
        find();
        FileCutting cutting = new FileCutting(parsing, limits);
        for (FilePartition partition : partitions.all()) {
            if (cutting.isDone()) {
                break;
            }
            long read = partition.readTo(offsets);
            reading(partition, read, channel -> {
                long end = released(partition, channel, read);
                if (end > read) {
                    boolean complete = isComplete(partition, channel, end);
                    cutting.cut(partition, channel, offsets.get(partition.name()), end, complete);
                }
                return end;
            });
        }
        collectProblems();
        return cutting.splits();
    }

    @Override
    public Map<String, Offset> ends() {
        find();
        Map<String, Offset> ends = new HashMap<>();
        for (FilePartition partition : partitions.all()) {
            reading(partition, 0, channel -> {
                long end = readable(partition, channel, 0);
                if (end > 0) {
                    ends.put(
                            partition.name(),
                            FilePosition.at(channel, end, partition.generation())
                                    .offset());
                }
                return end;
            });
            partition.problem().ifPresent(text -> {
                throw new MillraceException(ErrorCode.SOURCE_FAILED, text);
            });
        }
        return ends;
    }

    private void find() {
        boolean changed = isGrowing() && (stale.getAndSet(false) || watching == null);
        if (changed || !partitions.isCurrent()) {
            partitions.find();
        }
    }

    /** Does something with the content of a file, and returns its result. */
    @FunctionalInterface
    private interface Inspection {
        long of(FileChannel channel) throws IOException;
    }

    /**
     * Looks into a partition that may have more than was read.
     *
     * @return what the inspection returns; {@code read} when there is nothing to see or something in the way, which is noted
     */
    private long reading(FilePartition partition, long read, Inspection inspection) {
        if (partition.entry().isEmpty() || partition.size() <= read) {
            partition.clearProblem();
            return read;
        }
        Path path = partition.entry().get().path();
        try {
            checkReadable(path);
            Optional<FileChannel> opened = partition.open();
            if (opened.isEmpty()) {
                stale.set(true); // it has just gone elsewhere
                return read;
            }
            try (FileChannel channel = opened.get()) {
                partition.checkHeader(parsing, channel);
                long result = inspection.of(channel);
                partition.lookedInto(channel);
                partition.clearProblem();
                return result;
            }
        } catch (ClosedByInterruptException e) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED, "looking into file \"" + path + "\" was interrupted", e);
        } catch (MillraceException e) {
            partition.problem(e.getMessage());
        } catch (IOException e) {
            partition.problem(FileErrors.of(path, e).getMessage());
        }
        return read;
    }

    private void collectProblems() {
        Map<String, String> wrong = new LinkedHashMap<>(listing.refused());
        Map<String, String> over = new LinkedHashMap<>();
        for (FilePartition partition : partitions.all()) {
            String name = partition.name();
            partitions.absence(partition).or(partition::problem).ifPresent(text -> wrong.put(name, text));
            partitions.gone(partition).ifPresent(text -> over.put(name, text));
        }
        problems = Collections.unmodifiableMap(wrong);
        gone = Collections.unmodifiableMap(over);
    }

    @Override
    public Map<String, String> problems() {
        return problems;
    }

    @Override
    public Map<String, String> gone() {
        return gone;
    }

    private long released(FilePartition partition, FileChannel channel, long read) throws IOException {
        long end = readable(partition, channel, read);
        return pace.released(partition.name(), channel, read, end, isComplete(partition, channel, end));
    }

    /** Whether what lies at the end of what can be read is the end of a record although no line ends there. */
    private boolean isComplete(FilePartition partition, FileChannel channel, long end) {
        return !isGrowing() || FileContents.isUnpacked(channel) || partition.endsWithinALine(end);
    }

    private boolean isBlocks() {
        return parsing.format().blocks().isPresent();
    }

    private boolean isGrowing() {
        return follow || watch;
    }

    /** The position up to which a content can be read now. */
    private long readable(FilePartition partition, FileChannel channel, long read) throws IOException {
        long size = FileContents.knownSize(channel);
        if (FileContents.isUnpacked(channel)) {
            boolean whole = !isGrowing() || rests(partition);
            return whole ? size : Math.max(read, partition.mark().position());
        }
        if (!isGrowing() || size <= read) {
            return size;
        }
        if (isBlocks()) {
            return isLeft(partition) ? size : read;
        }
        long end = partition.endOfLines(channel, size);
        return isLeft(partition) ? size : Math.max(end, read);
    }

    /** Whether nobody is about to end the last line of a content. */
    private boolean isLeft(FilePartition partition) {
        return ((watch && !follow) || partition.isRotated()) && rests(partition);
    }

    private boolean rests(FilePartition partition) {
        return partition.entry().filter(entry -> entry.rests(clock, settleTime)).isPresent();
    }

    /** Files that were not let through yet, because they are replayed at a rate, are no more known than those that do not exist yet. */
    @Override
    public Map<String, PartitionState> partitions(Map<String, Offset> given) {
        Map<String, Offset> offsets = FileStart.reached(starts, given);
        Map<String, PartitionState> states = new HashMap<>();
        for (FilePartition partition : partitions.all()) {
            long read = partition.readTo(offsets);
            boolean more = reading(partition, read, channel -> readable(partition, channel, read)) > read;
            boolean over = !isGrowing() || partition.entry().isEmpty() || (partition.isRotated() && isLeft(partition));
            PartitionState state = over ? PartitionState.ENDED : PartitionState.OPEN;
            if (more) {
                state = pace.isLimited() ? PartitionState.OPEN : PartitionState.PENDING;
            }
            states.put(partition.name(), state);
        }
        return states;
    }

    @Override
    public SourceBacklog backlog(Map<String, Offset> given) {
        Map<String, Offset> offsets = FileStart.reached(starts, given);
        long bytes = 0;
        for (FilePartition partition : partitions.all()) {
            if (partition.entry().isPresent() && partition.size() < Long.MAX_VALUE) {
                bytes += Math.max(0, partition.size() - partition.readTo(offsets));
            }
        }
        return SourceBacklog.ofBytes(bytes);
    }

    @Override
    public boolean extentsAreBytes() {
        return true;
    }

    @Override
    public boolean changes() {
        return parsing.format().changes();
    }

    @Override
    public boolean takesBackUnknown() {
        return !readers.key().isEmpty();
    }

    @Override
    public boolean live() {
        return isGrowing();
    }

    @Override
    public boolean exhausted(Map<String, Offset> given) {
        Map<String, Offset> offsets = FileStart.reached(starts, given);
        return !isGrowing() && partitions.all().stream().allMatch(partition -> isRead(partition, offsets));
    }

    private static boolean isRead(FilePartition partition, Map<String, Offset> offsets) {
        return partition.size() <= partition.readTo(offsets);
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public void onInput(Runnable signal) {
        if (isGrowing() && watching == null) {
            stale.set(true);
            watching = new FileWatch(listing.watched(), pollInterval, () -> {
                stale.set(true);
                signal.run();
            });
        }
    }

    @Override
    public ReaderFactory readers() {
        return readers;
    }

    @Override
    public void close() {
        if (watching != null) {
            watching.close();
        }
        readers.finder().contents().release();
    }
}
