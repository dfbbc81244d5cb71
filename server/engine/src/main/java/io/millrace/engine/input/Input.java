package io.millrace.engine.input;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.ErrorCodec;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.TableStore;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A stream or table on the driver's side: how far it was read, what is kept of it, its watermark. */
public final class Input {

    /** Learns what statements have read of an input that can be read again. */
    public interface ReadWitness {
        void read(Input input, Split split, long rows, RejectedRecords rejected);
    }

    private static final String ROWS = "input/";
    private static final int SUSPENDED = 1;
    private static final int LOST = 2;

    private final InputDefinition definition;
    private final ReadWitness witness;
    private final InputReaders readers;
    private volatile String name;
    private final InputReader wholeRows;
    private final Watermarks watermarks;
    private final AheadBound ahead;
    private final Inbound inbound;
    private final Health health;
    private final Optional<SourceReading> reading;
    private final Optional<ReplayableSource> replayable;
    private final InputStore store;
    private final Optional<IdentityCounter> identity;
    private Progress progress = Progress.START;
    private Progress committed = Progress.START;
    private boolean behind;
    private volatile boolean suspended;
    private volatile boolean waits;
    private final CompletableFuture<Void> contentRead = new CompletableFuture<>();

    /**
     * Makes an input.
     *
     * @param name at first; that of the definition comes later for what takes the place of another
     * @param kept is told how much memory the rows take that are kept
     * @param threads run what may take long: asking the source what it has
     */
    public Input(
            String name,
            InputDefinition definition,
            ChainCompiler compiler,
            long retentionBytes,
            MemoryBudget kept,
            ReadWitness witness,
            Executor threads) {
        this.name = name;
        this.witness = witness;
        this.definition = definition;
        this.store = new InputStore(definition, retentionBytes, kept);
        this.identity = definition.rules().identity().map(IdentityCounter::new);
        this.readers = new InputReaders(definition, compiler);
        this.watermarks = new Watermarks(definition.idleTimeout());
        this.wholeRows = readers.whole();
        this.replayable = definition.source().map(source -> source instanceof ReplayableSource again ? again : null);
        this.health = new Health(
                definition.name(),
                replayable.filter(ReplayableSource::extentsAreBytes).isPresent());
        this.inbound = new Inbound(health, contentRead, store::admit);
        this.reading = replayable.map(source -> new SourceReading(
                definition.name(),
                source,
                threads,
                health,
                split -> FailedRows.read(source.readers(), split, wholeRows)));
        this.ahead = new AheadBound(
                definition.watermark().isPresent() ? definition.maxAhead() : Optional.empty(),
                offset -> replayable.map(source -> source.position(offset)).orElseGet(offset::asLong));
    }

    public String name() {
        return name;
    }

    public void rename(String other) {
        name = other;
    }

    public InputDefinition definition() {
        return definition;
    }

    public Inbound inbound() {
        return inbound;
    }

    /** The gate to a source that can be read again. */
    public Optional<SourceReading> reading() {
        return reading;
    }

    /** How its source does. */
    public Health health() {
        return health;
    }

    public Optional<ReplayableSource> replayable() {
        return replayable;
    }

    public Optional<StreamLog> log() {
        return store.log();
    }

    public Optional<TableStore> table() {
        return store.table();
    }

    public Map<String, Offset> offsets() {
        return progress.offsets();
    }

    /** Tells the source what was read of it before a restart. */
    public void recall() {
        reading.ifPresent(source -> source.recall(progress.offsets()));
    }

    /** How far its source was read with the last commit, when nobody will ask that source again for what came before. */
    public Optional<ReadSource> read() {
        return definition.table()
                ? reading.map(source -> new ReadSource(source, committed.offsets()))
                : Optional.empty();
    }

    public boolean exhausted() {
        return progress.exhausted();
    }

    /** Whether nothing is taken from its source until somebody lets it go on. */
    public boolean suspended() {
        return suspended;
    }

    public void suspended(boolean stop) {
        suspended = stop;
    }

    /** Whether batches take nothing of it until those who need it have run the batches that they are owed. */
    public boolean waits() {
        return waits;
    }

    public void waits(boolean stop) {
        waits = stop;
    }

    /** Why a table cannot be read, until {@link #readAnew}. */
    public Optional<MillraceException> lost() {
        return store.lost();
    }

    /** The source of a table does not have any more what was read of it: nobody shall take for its content what is left. */
    public void lose(MillraceException cause) {
        store.lose(name(), cause);
        health.report(lost().map(MillraceException::getMessage));
    }

    /** Begins a table anew with what its source has; between batches. Whoever had read it has failed. */
    public void readAnew() {
        health.report(Optional.empty());
        store.clear();
        progress = Progress.START;
        committed = progress;
        reading.ifPresent(SourceReading::forget);
    }

    /** Whether rows wait for a batch that were pushed to the server. */
    public boolean hasPushed() {
        return !suspended && !waits && !inbound.isEmpty();
    }

    /** Completed when what the source of a table had at its creation was read, or could not be. */
    public CompletableFuture<Void> contentRead() {
        return contentRead;
    }

    public Watermarks watermarks() {
        return watermarks;
    }

    /** The reader of all declared columns. */
    public InputReader wholeRows() {
        return wholeRows;
    }

    /** How far ahead of the clock its rows may be. */
    public AheadBound ahead() {
        return ahead;
    }

    /** A reader of all declared columns that tells the positions of rows where they have some. */
    InputReader positionedReader() {
        return readers.positioned();
    }

    public InputReader reader(int[] declared) {
        return readers.of(declared);
    }

    /** The watermark with the batch that runs; greatest when the rows carry no time that others could wait for. */
    public long watermark() {
        return definition.watermark().isEmpty() ? Long.MAX_VALUE : watermarks.current();
    }

    /** Counts splits as read; they follow on what was read before. */
    public void advance(List<Split> splits) {
        progress = progress.advance(splits);
    }

    /** Counts what a scan has read. */
    public void scanned(Scan scan, Discovery planned, long nanos) {
        advance(scan.splits());
        scan.splits().forEach(split -> progress = progress.reported(split));
        if (scan.ahead() == 0) {
            ahead.passed(scan.splits());
        }
        scan.observe(watermarks, nanos);
        found(planned);
        watermarks.advance(nanos);
        count(definition.table() ? 0 : scan.rows(), scan.rejectedCount());
    }

    /** Whether nobody has read a split before, so that its records are to be counted; true once for each. */
    public boolean firstReading(Split split) {
        boolean first = progress.isFirst(split);
        progress = first ? progress.reported(split) : progress;
        return first;
    }

    /** The batch is committed: what was read and taken counts. */
    public void commit(long batch) {
        progress.tell(committed, health.traffic());
        committed = progress;
        watermarks.commit();
        store.commit(batch, watermarks.current(), behind);
        behind = false;
    }

    /** Fails when rows would be kept of what is read, and there is no room for them. */
    public void admit() {
        store.admit();
    }

    /** Nothing is kept any more. */
    public void release() {
        store.release();
    }

    /** Whether the watermark is another than that of the last commit. */
    public boolean watermarkMoved() {
        return watermarks.moved();
    }

    /** Rows of the running batch are of this time or later. */
    void tookFrom(long time) {
        behind |= time < watermarks.committed();
    }

    /** Goes back to what was committed last. */
    public void abort(long batch) {
        progress = committed;
        behind = false;
        watermarks.abort();
        store.abort(batch);
    }

    /** Moves the watermark as a row of that time would, if rows come by INSERT only or are timed when they come. */
    public void advanceTo(long millis, long nanos) {
        if (definition.watermark().isEmpty() || (definition.source().isPresent() && !definition.timedByArrival())) {
            return;
        }
        long watermark = readers.watermarkAt(millis);
        if (watermark != Watermarks.NONE) {
            watermarks.observe("", watermark, nanos);
        }
    }

    /** Takes note of how the source stands after the splits of a discovery, which were read. */
    public void found(Discovery discovery) {
        note(watermarks, discovery);
        if (discovery.exhausted()) {
            end();
        }
    }

    /** There will never be more. */
    public void end() {
        if (!progress.exhausted()) {
            progress = progress.ended();
            watermarks.end();
        }
    }

    /** Tells a tracker of watermarks how the partitions stand. */
    public void note(Watermarks tracker, Discovery discovery) {
        if (definition.watermark().isPresent()) {
            tracker.note(discovery.states());
        }
    }

    public void count(long newRows, long newRejected) {
        progress = progress.count(newRows, newRejected);
    }

    /**
     * The delta of the relation for rows with all declared columns.
     *
     * @param rejected takes the rows that a table should lose and does not have
     */
    public List<Page> apply(long batch, List<Page> pages, RejectedRecords rejected) {
        return store.apply(name(), batch, pages, rejected);
    }

    /** The same for rows that take the place of all that a table has. */
    public List<Page> applyAnew(long batch, List<Page> pages, RejectedRecords rejected) {
        return store.applyAnew(name(), batch, pages, rejected);
    }

    /** Rows with all declared columns have come. */
    void numbered(List<Page> pages) {
        identity.ifPresent(numbers -> pages.forEach(numbers::seen));
    }

    /** Takes rows out of a table and puts others in, or appends to a stream; answers the delta. */
    List<Page> change(long batch, boolean all, List<Page> removed, List<Page> added) {
        return store.change(batch, all, removed, added);
    }

    public RelationSnapshot snapshot(long batch, long timestamp) {
        return store.snapshot(batch).orElseGet(() -> scanSnapshot(timestamp));
    }

    private RelationSnapshot scanSnapshot(long timestamp) {
        List<Split> splits = progress.splits();
        return new ScanSnapshot(
                readers,
                replayable.orElseThrow().readers(),
                splits,
                timestamp,
                ahead.limits(splits),
                health,
                (split, count, refused) -> witness.read(this, split, count, refused));
    }

    /** What was committed last, for a checkpoint; between batches. */
    public CheckpointCut cut(long batch) {
        Progress reached = committed;
        Consumer<Encoder> time = watermarks.cut();
        Consumer<Encoder> limits = ahead.cut();
        boolean stopped = suspended;
        Optional<MillraceException> cause = lost();
        Optional<Consumer<Encoder>> numbers = identity.map(IdentityCounter::cut);
        List<Content> rows = store.cut(ROWS + name(), batch);
        return new CheckpointCut(
                out -> {
                    reached.put(out);
                    time.accept(out);
                    limits.accept(out);
                    out.putByte((stopped ? SUSPENDED : 0) | (cause.isPresent() ? LOST : 0));
                    cause.ifPresent(error -> ErrorCodec.put(error, out));
                    numbers.ifPresent(reachedNumber -> reachedNumber.accept(out));
                },
                rows);
    }

    /**
     * Takes over what another input has that was made for rows of INSERT, in another form; between batches, before anything is read.
     *
     * @param shape makes rows of a table of those of the other
     */
    public void succeed(Input before, long batch, UnaryOperator<Page> shape) {
        Encoder facts = new Encoder();
        before.cut(batch).facts().accept(facts); // in this version's form
        restoreFacts(new Decoder(facts.array(), 0, facts.size(), 0, Integer.MAX_VALUE, Decoder.DEFAULT_ALLOWANCE));
        store.succeed(before.store, batch, shape);
    }

    /** Takes over what {@link #cut} has written, before anything is read. */
    public void restore(Decoder in, StoredContents contents, long batch) throws IOException {
        restoreFacts(in);
        store.restore(contents, ROWS + name(), batch);
        contentRead.complete(null);
    }

    private void restoreFacts(Decoder in) {
        progress = Progress.take(in);
        committed = progress;
        watermarks.restore(in);
        ahead.restore(in);
        int stand = in.takeByte();
        suspended = (stand & SUSPENDED) != 0;
        if ((stand & LOST) != 0) {
            store.lost(ErrorCodec.take(in));
            health.report(lost().map(MillraceException::getMessage));
        }
        if (identity.isPresent()) {
            identity.get().restore(in);
        }
    }

    /**
     * How the input stands, for readers.
     *
     * @param consumed whether batches read it
     */
    public InputView view(boolean consumed) {
        return new InputView(
                definition,
                progress,
                watermarks.snapshot(),
                replayable.isPresent() && !consumed && !suspended,
                suspended,
                wholeRows.delay(),
                reading,
                inbound,
                health,
                identity);
    }
}
