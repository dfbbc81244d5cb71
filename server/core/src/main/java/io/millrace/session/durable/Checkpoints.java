package io.millrace.session.durable;

import io.millrace.catalog.Comment;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.ViewRelation;
import io.millrace.codec.Encoder;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.history.JournaledHistory;
import io.millrace.engine.input.ReadSource;
import io.millrace.engine.measure.DurationHistogram;
import io.millrace.journal.Journal;
import io.millrace.journal.RecordType;
import io.millrace.journal.Urgency;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.status.JournalStatus;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.PeopleTexts;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes checkpoints of a server while it runs: when somebody asks, when it {@linkplain #isDue is time}, and when the server stops.
 *
 * <p>Thread-safe; one checkpoint is taken at a time.
 */
public final class Checkpoints implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final long LEAST_BYTES = 16L << 20;
    private static final Duration REST = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(50);
    private static final long CUT_PAUSE_NANOS = 2_000_000;
    private static final int REMEMBERED = 100;

    /**
     * A checkpoint that was taken.
     *
     * @param batch the last one that is in it
     * @param bytes that were written for it
     * @param stateBytes of all files that belong to it
     * @param takenAt epoch milliseconds
     * @param stallNanos for how long batches had to wait
     */
    public record Taken(
            long number, long batch, long bytes, long stateBytes, long takenAt, long stallNanos, long nanos) {}

    private final Driver driver;
    private final Definitions definitions;
    private final Clock clock;
    private final IntSupplier partitions;
    private final ReentrantLock taking = new ReentrantLock();
    private final DurationHistogram durations = new DurationHistogram();
    private volatile List<Taken> taken = List.of();
    private volatile JournaledHistory history;
    /** How far sources were read, by the number of the checkpoint; only those that this process has taken. */
    private final TreeMap<Long, List<ReadSource>> reads = new TreeMap<>();

    private DataFiles files;
    private volatile CheckpointWatch watch;
    private volatile long writtenBefore;
    private volatile long bytesBefore;
    private volatile long nanosBefore;

    /** @param partitions tells how many queries have that are made next */
    public Checkpoints(Driver driver, Definitions definitions, Clock clock, IntSupplier partitions) {
        this.driver = driver;
        this.definitions = definitions;
        this.clock = clock;
        this.partitions = partitions;
    }

    /** Begins to take checkpoints of a server whose changes are written there. */
    public void begin(DataFiles opened, JournaledHistory written) {
        files = opened;
        nanosBefore = System.nanoTime();
        history = written;
        watch = new CheckpointWatch(this);
        watch.start();
    }

    /**
     * Whether as much was written to the journal as the last checkpoint took, so that together they write less than three times what came
     * in; or, when it took little, whether a while has passed since then.
     */
    boolean isDue() {
        long written = history.writtenBytes() - writtenBefore;
        boolean rested = System.nanoTime() - nanosBefore > REST.toNanos();
        boolean cheap = bytesBefore < LEAST_BYTES;
        return written >= Math.max(LEAST_BYTES, bytesBefore) || (written > 0 && rested && cheap);
    }

    /**
     * Takes one now, unless that is not possible soon.
     *
     * @throws MillraceException as {@link #take}; QUERY_CANCELLED when there is nothing to cut for a while
     */
    Taken takeSoon() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        return take(() -> {
            if (System.nanoTime() > deadline) {
                throw new MillraceException(
                        ErrorCode.QUERY_CANCELLED,
                        "none can be taken before a query has read the piece that it catches up with");
            }
        });
    }

    /**
     * Takes one now.
     *
     * @throws MillraceException NOT_SUPPORTED when the server keeps nothing; FILE_ERROR or DISK_FULL when it cannot be written
     */
    public Taken take(Cancellation cancellation) {
        if (history == null) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "this server keeps nothing, so that there is nothing to take a checkpoint of");
        }
        lock(cancellation);
        try {
            long written = history.writtenBytes();
            Cut cut = cut(cancellation);
            history.settle(); // what is in it must be in the journal before it
            CheckpointStore.Written stored = write(cut);
            note(stored.number());
            release(stored.number(), cut.state().read());
            writtenBefore = written;
            bytesBefore = stored.bytes();
            nanosBefore = System.nanoTime();
            return remember(cut, stored);
        } finally {
            taking.unlock();
        }
    }

    /** Lets the sources of tables forget what was read before the oldest checkpoint that a recovery could begin with. */
    private void release(long number, List<ReadSource> read) {
        reads.put(number, read);
        List<StoredCheckpoint> kept = files.checkpoints().kept();
        long oldest = kept.get(kept.size() - 1).number();
        reads.headMap(oldest).clear();
        if (kept.size() > 1) { // else what is before it may be in the journal yet
            Optional.ofNullable(reads.get(oldest)).ifPresent(sources -> sources.forEach(ReadSource::release));
        }
    }

    private void lock(Cancellation cancellation) {
        try {
            while (!taking.tryLock(LOCK_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled", e);
        }
    }

    private Taken remember(Cut cut, CheckpointStore.Written stored) {
        Taken one = new Taken(
                stored.number(),
                cut.state().batch(),
                stored.bytes(),
                stored.stateBytes(),
                clock.millis(),
                cut.state().nanos(),
                stored.nanos());
        durations.add(one.nanos());
        List<Taken> all = new ArrayList<>();
        all.add(one);
        all.addAll(taken.subList(0, Math.min(taken.size(), REMEMBERED - 1)));
        taken = List.copyOf(all);
        return one;
    }

    private record Cut(DriverCut state, byte[] definitions) {}

    private Cut cut(Cancellation cancellation) {
        while (true) {
            Optional<Cut> cut = definitions.exclusively(cancellation, this::tryToCut);
            if (cut.isPresent()) {
                return cut.get();
            }
            cancellation.check();
            LockSupport.parkNanos(CUT_PAUSE_NANOS);
        }
    }

    private Optional<Cut> tryToCut() {
        Definitions.Version version = definitions.current();
        List<String> names = version.texts().keySet().stream()
                .filter(name -> !isText(version, name))
                .map(RelationName::toString)
                .toList();
        return driver.restart().cut(names).map(state -> new Cut(state, definitions(version, state)));
    }

    /** The statements of all that is defined, and of what is being made but gives rows already. */
    private byte[] definitions(Definitions.Version version, DriverCut state) {
        List<DefinitionText> texts = new ArrayList<>();
        texts.addAll(texts(version, RelationName::isSecret)); // an older connection may name a newer secret
        texts.addAll(texts(version, name -> !name.isSecret()));
        texts.addAll(state.begun().values());
        PeopleTexts.all(version.catalog().people()).forEach(text -> texts.add(new DefinitionText(text, Map.of())));
        return DefinitionsCodec.write(partitions.getAsInt(), texts);
    }

    private static List<DefinitionText> texts(Definitions.Version version, Predicate<RelationName> wanted) {
        return version.texts().entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Functions, connections, secrets, comments and plain views are nothing but their definitions. */
    private static boolean isText(Definitions.Version version, RelationName name) {
        if (name.word().isPresent() || Comment.Subject.isOfText(name)) {
            return true;
        }
        return version.catalog()
                        .find(name)
                        .filter(ViewRelation.class::isInstance)
                        .isPresent()
                && version.query(name).isEmpty();
    }

    private CheckpointStore.Written write(Cut cut) {
        DriverCut state = cut.state();
        CheckpointHead head = new CheckpointHead(history.epoch(), state.batch(), state.position(), state.timestamp());
        try {
            return files.checkpoints().write(head, cut.definitions(), state.state());
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.FILE_ERROR, "the checkpoint cannot be written: " + e.getMessage(), e);
        }
    }

    private void note(long number) {
        Encoder body = new Encoder();
        body.putCount(number);
        Journal journal = files.journal();
        journal.append(RecordType.CHECKPOINT, Urgency.ESSENTIAL, body);
        files.checkpoints().oldestLsn().ifPresent(journal::release);
    }

    /** The last ones of this process, the newest first. */
    public List<Taken> taken() {
        return taken;
    }

    /** How long all of this process took. */
    public DurationHistogram.Durations durations() {
        return durations.now();
    }

    /** How the journal does; empty when the server keeps nothing. */
    public Optional<JournalStatus> journal() {
        return history == null ? Optional.empty() : Optional.of(files.journal().status());
    }

    /** Takes a last one, if anything has happened since the one before. */
    @Override
    public void close() {
        if (history == null) {
            return;
        }
        watch.close();
        if (history.writtenBytes() > writtenBefore) {
            try {
                takeSoon();
            } catch (RuntimeException e) {
                log.warn("no last checkpoint could be taken; the next start does more again", e);
            }
        }
    }
}
