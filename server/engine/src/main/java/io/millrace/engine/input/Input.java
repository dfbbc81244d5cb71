package io.millrace.engine.input;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.TableStore;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumnBuilder;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.PageBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A stream or table on the driver's side: how far it was read, what is kept of it, its watermark. */
public final class Input {

    /** Learns what statements have read of an input that can be read again. */
    public interface ReadWitness {
        void read(Input input, Split split, long rows, RejectedRecords rejected);
    }

    private final InputDefinition definition;
    private final ReadWitness witness;
    private final ChainCompiler compiler;
    private final InputReader wholeRows;
    private final Watermarks watermarks;
    private final AheadBound ahead;
    private final Inbound inbound = new Inbound();
    private final Optional<ReplayableSource> replayable;
    private final Optional<StreamLog> log;
    private final Optional<TableStore> table;
    private final Map<String, Long> starts = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final Map<String, Long> reported = new LinkedHashMap<>();
    private long rows;
    private long rejected;
    private boolean exhausted;
    private final CompletableFuture<Void> contentRead = new CompletableFuture<>();

    public Input(InputDefinition definition, ChainCompiler compiler, long retentionBytes, ReadWitness witness) {
        this.witness = witness;
        this.definition = definition;
        this.compiler = compiler;
        this.watermarks = new Watermarks(definition.idleTimeout());
        this.ahead = new AheadBound(definition.watermark().isPresent() ? definition.maxAhead() : Optional.empty());
        this.wholeRows = new InputReader(
                definition, IntStream.range(0, definition.rowType().size()).toArray(), compiler);
        this.replayable = definition.source().map(source -> source instanceof ReplayableSource again ? again : null);
        this.table = definition.table()
                ? Optional.of(new TableStore(definition.rowType(), definition.primaryKey()))
                : Optional.empty();
        this.log = table.isEmpty() && replayable.isEmpty()
                ? Optional.of(new StreamLog(definition.rowType(), retentionBytes))
                : Optional.empty();
    }

    public String name() {
        return definition.name();
    }

    public InputDefinition definition() {
        return definition;
    }

    public Inbound inbound() {
        return inbound;
    }

    public Optional<ReplayableSource> replayable() {
        return replayable;
    }

    public Optional<StreamLog> log() {
        return log;
    }

    public Optional<TableStore> table() {
        return table;
    }

    public Map<String, Long> offsets() {
        return offsets;
    }

    public boolean exhausted() {
        return exhausted;
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
        return new InputReader(
                definition, IntStream.range(0, definition.rowType().size()).toArray(), compiler, true);
    }

    public InputReader reader(int[] declared) {
        return new InputReader(definition, declared, compiler);
    }

    /** The watermark with the batch that runs; greatest when the rows carry no time that others could wait for. */
    public long watermark() {
        return definition.watermark().isEmpty() ? Long.MAX_VALUE : watermarks.current();
    }

    /** Tells a tracker of watermarks how the partitions stand, read up to some offsets. */
    public void notePartitions(Watermarks tracker, Map<String, Long> readTo) {
        if (definition.watermark().isPresent()) {
            replayable.ifPresent(source -> tracker.note(source.partitions(readTo)));
        }
    }

    /** Counts splits as read; they follow on what was read before. */
    public void advance(List<Split> splits) {
        for (Split split : splits) {
            starts.putIfAbsent(split.partition(), split.start());
            offsets.merge(split.partition(), split.end(), Math::max);
        }
    }

    /** Whether no query has read up to the end of these splits before; true once for each. */
    public boolean firstReading(List<Split> splits) {
        boolean first = false;
        for (Split split : splits) {
            first |= split.end() > reported.getOrDefault(split.partition(), 0L);
            reported.merge(split.partition(), split.end(), Math::max);
        }
        return first;
    }

    /** A reader that finds the watermark of rows with all declared columns. */
    InputReader.Rows watermarkReader() {
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < definition.rowType().size(); i++) {
            Field field = definition.rowType().field(i);
            columns.add(new ColumnReference(i, field.type(), field.nullable()));
        }
        InputDefinition declared = new InputDefinition(
                definition.name(),
                definition.rowType(),
                columns,
                definition.rowType(),
                definition.watermark(),
                Optional.empty(),
                false,
                List.of(),
                definition.idleTimeout());
        return new InputReader(
                        declared,
                        IntStream.range(0, definition.rowType().size()).toArray(),
                        compiler)
                .rows();
    }

    /** Whether the event time of a row is the time when it comes, so that the clock is the watermark. */
    public boolean timedByArrival() {
        return definition
                .watermark()
                .filter(watermark -> definition.columns().get(watermark.column()) instanceof Call call
                        && call.function() == Function.CURRENT_TIMESTAMP)
                .isPresent();
    }

    /** Moves the watermark as a row of that time would, if rows come by INSERT only or are timed when they come. */
    public void advanceTo(long millis, long nanos) {
        if (definition.watermark().isEmpty() || (definition.source().isPresent() && !timedByArrival())) {
            return;
        }
        InputReader.Rows reader = watermarkReader();
        PageBuilder row = new PageBuilder(definition.rowType());
        for (int column = 0; column < row.columnCount(); column++) {
            if (column == definition.watermark().get().column()) {
                ((LongColumnBuilder) row.column(column)).append(millis);
            } else {
                row.column(column).appendNull();
            }
        }
        row.endRow();
        reader.apply(row.build(), new RejectedRecords(definition.rowType(), millis));
        long watermark = reader.takeWatermark();
        if (watermark != Watermarks.NONE) {
            watermarks.observe("", watermark, nanos);
        }
    }

    /** Notices that the source has ended. */
    public void checkExhausted() {
        if (!exhausted && replayable.isPresent() && replayable.get().exhausted(offsets)) {
            exhausted = true;
            watermarks.end();
        }
    }

    public void count(long newRows, long newRejected) {
        rows += newRows;
        rejected += newRejected;
    }

    /** The delta of the relation for rows with all declared columns. */
    public List<Page> apply(int batch, List<Page> pages) {
        log.ifPresent(content -> content.append(pages));
        return table.isPresent() ? table.get().upsert(batch, pages) : pages;
    }

    /** Everything that was read, as splits. */
    List<Split> readSplits() {
        List<Split> splits = new ArrayList<>();
        offsets.forEach((partition, end) -> splits.add(new Split(partition, starts.get(partition), end)));
        return splits;
    }

    public RelationSnapshot snapshot(int batch, long timestamp) {
        if (table.isPresent()) {
            return table.get().snapshot(batch);
        }
        if (log.isPresent()) {
            return log.get().snapshot();
        }
        return new ScanSnapshot(
                definition,
                replayable.orElseThrow(),
                readSplits(),
                compiler,
                timestamp,
                readSplits().stream()
                        .collect(Collectors.toMap(
                                Split::partition, split -> ahead.limits(split.partition()), (first, second) -> first)),
                (split, count, refused) -> witness.read(this, split, count, refused));
    }

    public InputReport report(long nanos) {
        return new InputReport(
                name(),
                rows,
                rejected,
                Map.copyOf(offsets),
                watermarks.current(),
                exhausted,
                definition.watermark().isPresent(),
                watermarks.report(nanos),
                wholeRows.delay(),
                definition.idleTimeout(),
                inbound.problem());
    }
}
