package io.millrace.connector.files;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Options;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The files of a listing as one source; each file is a partition named by its path. */
final class FilesSource implements ReplayableSource {

    /** A range is not cut into splits smaller than this. */
    private static final long LEAST_SPLIT = 1 << 20;
    /** Ranges whose ends must be searched for are kept short, since other inputs wait meanwhile. */
    private static final long MOST_SEARCHED = 8 << 20;

    private final FileListing listing;
    private final FileReaders readers;
    private final FileParsing parsing;
    private final boolean follow;
    private final boolean watch;
    private final Duration pollInterval;
    private final Duration settleTime;
    private final Clock clock;
    private final Optional<FilePace> pace;
    /** Whether the directory may hold files that {@link #files} does not. */
    private final AtomicBoolean stale = new AtomicBoolean();

    private final Map<Path, Object> identities = new HashMap<>();
    private final Map<Path, KnownEnd> knownEnds = new HashMap<>();
    private List<Path> files;
    private FileWatch watching;

    /** How far the lines of a growing file were complete when it had a certain size. */
    private record KnownEnd(long size, long end) {}

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
        this.pace = options.decimal("rate").filter(rate -> rate > 0).map(rate -> new FilePace(rate, clock, parsing));
        this.files = listing.files();
    }

    static FilesSource open(SourceDefinition definition) {
        Options options = definition.options();
        Path path = definition
                .directory()
                .resolve(options.string("path").orElseThrow())
                .toAbsolutePath()
                .normalize();
        FileListing listing = FileListing.of(path, options.string("pattern"));
        FilesSource source = new FilesSource(listing, definition);
        if (source.watch && !listing.isDirectory()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'watch' waits for new files in a directory, but \"" + path
                            + "\" is a file; 'follow' waits for it to grow");
        }
        if (!source.files.isEmpty()) {
            source.parsing.checkHeader(source.files.get(0));
        }
        return source;
    }

    @Override
    public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
        if (watch && stale.getAndSet(watching == null)) {
            files = listing.files();
        }
        List<Split> splits = new ArrayList<>();
        long bytes = Math.max(1, limits.bytes());
        for (Path file : files) {
            if (bytes <= 0) {
                break;
            }
            long read = readTo(file, offsets);
            long end = released(file, read);
            if (end > read) {
                bytes -= cut(file, read, end, bytes, limits, splits);
                if (limits.rows() <= Page.MAX_ROWS) {
                    break;
                }
            }
        }
        return splits;
    }

    /** Adds splits of a file; returns how many bytes they hold. */
    private long cut(Path file, long read, long end, long bytes, Admission limits, List<Split> splits) {
        long stop = Math.min(end, bytes > end - read ? end : read + bytes);
        String partition = file.toString();
        boolean fewRows = limits.rows() <= Page.MAX_ROWS;
        if (!fewRows && parsing.format().splittable()) {
            int count = (int) Math.max(1, Math.min(limits.splits(), (stop - read) / LEAST_SPLIT));
            for (int i = 0; i < count; i++) {
                splits.add(
                        Split.of(partition, read + (stop - read) * i / count, read + (stop - read) * (i + 1) / count));
            }
            return stop - read;
        }
        boolean complete = !isGrowing() || isSettledEnd(file, end);
        long searched = Math.min(stop - read, MOST_SEARCHED);
        long piece = Math.max(Math.min(LEAST_SPLIT, searched), searched / Math.max(1, limits.splits()));
        FileEnds.RecordLimit limit = new FileEnds.RecordLimit(Math.max(1, limits.rows()), piece);
        long from = read;
        while (from < end && from - read < searched) {
            long to = FileEnds.afterRecords(file, parsing, from, end, limit, complete);
            if (to <= from) {
                break;
            }
            splits.add(Split.of(partition, from, to));
            from = to;
            if (fewRows) {
                break;
            }
        }
        return from - read;
    }

    private static long readTo(Path file, Map<String, Offset> offsets) {
        Offset offset = offsets.get(file.toString());
        return offset == null ? 0 : offset.asLong();
    }

    private long released(Path file, long read) {
        long end = readable(file, read);
        return pace.map(limit -> limit.released(file, read, end, !isGrowing() || isSettledEnd(file, end)))
                .orElse(end);
    }

    private boolean isGrowing() {
        return follow || watch;
    }

    /** Whether a growing file was found to end at {@code end} although no line ends there. */
    private boolean isSettledEnd(Path file, long end) {
        KnownEnd known = knownEnds.get(file);
        return known != null && known.end() < end;
    }

    /** The position up to which a file can be read now. */
    private long readable(Path file, long read) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long size = attributes.size();
            if (size < read) {
                throw FileErrors.truncated(file, size, read);
            }
            Object identity = attributes.fileKey();
            Object known = identity == null ? null : identities.put(file, identity);
            if (known != null && !known.equals(identity) && read > 0) {
                throw FileErrors.replaced(file);
            }
            if (!isGrowing() || size == read) {
                return size;
            }
            long end = completeEnd(file, read, size);
            boolean rests = clock.millis() - attributes.lastModifiedTime().toMillis() >= settleTime.toMillis();
            return watch && !follow && rests ? size : end;
        } catch (NoSuchFileException e) {
            if (listing.isDirectory()) {
                stale.set(true);
                return read;
            }
            throw FileErrors.notFound(file);
        } catch (IOException e) {
            throw FileErrors.of(file, e);
        }
    }

    private long completeEnd(Path file, long read, long size) {
        KnownEnd known = knownEnds.get(file);
        if (known == null || known.size() != size) {
            long searchFrom = known == null || known.size() > size ? read : Math.max(read, known.end());
            known = new KnownEnd(size, FileEnds.afterLastLine(file, searchFrom, size));
            knownEnds.put(file, known);
        }
        return known.end();
    }

    /** Files that were not let through yet, because they are replayed at a rate, are no more known than those that do not exist yet. */
    @Override
    public Map<String, PartitionState> partitions(Map<String, Offset> offsets) {
        Map<String, PartitionState> states = new HashMap<>();
        for (Path file : files) {
            long read = readTo(file, offsets);
            boolean more = readable(file, read) > read;
            PartitionState state = isGrowing() ? PartitionState.OPEN : PartitionState.ENDED;
            if (more) {
                state = pace.isPresent() ? PartitionState.OPEN : PartitionState.PENDING;
            }
            states.put(file.toString(), state);
        }
        return states;
    }

    @Override
    public boolean live() {
        return isGrowing();
    }

    @Override
    public boolean exhausted(Map<String, Offset> offsets) {
        return !isGrowing() && files.stream().allMatch(file -> readable(file, 0) <= readTo(file, offsets));
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public void onInput(Runnable signal) {
        if (isGrowing() && watching == null) {
            stale.set(true);
            watching = new FileWatch(listing, pollInterval, () -> {
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
    }
}
