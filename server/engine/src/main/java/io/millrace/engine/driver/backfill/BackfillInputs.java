package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.dstream.Source;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.pace.PiecePace;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a backfill reads: how far it is in each relation, what comes next, and how far time has come with it.
 *
 * <p>Made by the driver's thread, between batches; used by the thread that catches up, and at the end by the driver's again.
 */
final class BackfillInputs {

    private final RunningQuery query;
    private final Surroundings server;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, ScannedStream> scanned = new HashMap<>();
    private final Map<String, KeptStream> kept = new HashMap<>();
    private final TableChanges changes = new TableChanges();
    private final Map<String, Long> closed = new HashMap<>();
    private final PiecePace pace = new PiecePace();
    /** As of when tables and views are read whole; empty once they were, or when only their changes are read. */
    private Optional<Published> whole = Optional.empty();

    private boolean lastStep;
    private volatile long rows;

    /** @param streams whether to begin with the content of streams; else only what comes from now on */
    BackfillInputs(RunningQuery query, Relations relations, Surroundings server, boolean streams) {
        this(query, relations, server, streams, false);
        whole = Optional.of(server.published());
    }

    private BackfillInputs(
            RunningQuery query, Relations relations, Surroundings server, boolean streams, boolean goesOn) {
        this.query = query;
        this.server = server;
        Published now = server.published();
        query.sources().forEach(source -> names.add(source.relation()));
        for (String name : names) {
            Input input = relations.input(name);
            if (input != null && input.log().isEmpty() && input.table().isEmpty()) {
                scanned.put(name, new ScannedStream(input, query, streams));
            } else if (now.relation(name).orElse(null) instanceof StreamLog.Snapshot) {
                KeptStream stream = new KeptStream(name, now, streams, goesOn);
                kept.put(name, stream);
                closed.put(name, stream.ownWatermark(now));
            } else {
                changes.add(name, rowType(relations, name));
            }
        }
    }

    /** From where a query is that has run with the others until now. */
    static BackfillInputs goingOn(RunningQuery query, Relations relations, Surroundings server) {
        BackfillInputs inputs = new BackfillInputs(query, relations, server, false, true);
        inputs.scanned.values().forEach(ScannedStream::catchUpWithTime);
        inputs.names.forEach(name -> inputs.closed.put(name, query.time().closed(name)));
        return inputs;
    }

    /** From where one was when it was cut that had not caught up for the first time. */
    static BackfillInputs begun(RunningQuery query, Relations relations, Surroundings server) {
        return new BackfillInputs(query, relations, server, false, false);
    }

    private static RowType rowType(Relations relations, String name) {
        Input input = relations.input(name);
        return input != null
                ? input.definition().rowType()
                : relations.query(name).query().root().rowType();
    }

    static MillraceException dropped(String name) {
        return new MillraceException(
                ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped while it was about to be read");
    }

    /** Goes on from where the server was, which has come further with what does not wait. */
    void standAt(Published seen) {
        scanned.forEach((name, stream) ->
                Optional.ofNullable(seen.inputs().get(name)).ifPresent(view -> stream.restore(view.offsets())));
    }

    /**
     * Takes tables and views whole now, and not with the first piece.
     *
     * @param since by how much a relation has changed that is as it is now, not as it was to be read
     */
    void takeWhole(Function<String, List<Page>> since) {
        whole.ifPresent(at -> changes.begin((name, columns) -> {
            List<Page> rows = new ArrayList<>();
            at.relation(name).ifPresent(snapshot -> snapshot.read(columns, rows::add));
            since.apply(name).forEach(page -> rows.add(page.negate()));
            return rows;
        }));
        whole = Optional.empty();
    }

    /** Whether the first piece was planned, with which tables and views come whole. */
    boolean hasStarted() {
        return whole.isEmpty();
    }

    /** The changes of tables and views that wait to be read. */
    TableChanges changes() {
        return changes;
    }

    /** Rows read so far. */
    long rows() {
        return rows;
    }

    /** A stream that does not have its first rows any more. */
    Optional<String> forgotten() {
        return kept.keySet().stream().filter(name -> kept.get(name).next() > 0).findFirst();
    }

    /** Whether nothing is left to read. */
    boolean caughtUp() {
        Published now = server.published();
        return hasStarted()
                && changes.isEmpty()
                && scanned.values().stream()
                        .allMatch(stream -> stream.remaining(now, server.admission())
                                .splits()
                                .isEmpty())
                && kept.values().stream().allMatch(stream -> stream.caughtUp(now));
    }

    /** What there is to read of sources now, which are asked. */
    Map<String, Discovery> discover() {
        Published now = server.published();
        Admission most = pace.next(server.admission());
        return ofSources((name, stream) -> stream.remaining(now, most));
    }

    /** The next pieces may be larger or smaller, by how long one took. */
    void took(long nanos) {
        pace.took(nanos);
    }

    /** What was read of sources before a restart and was not read now. */
    Map<String, Discovery> missing(PiecePlan then) {
        return ofSources((name, stream) -> stream.missing(then.splits().getOrDefault(name, List.of())));
    }

    private Map<String, Discovery> ofSources(BiFunction<String, ScannedStream, Discovery> part) {
        Map<String, Discovery> found = new HashMap<>();
        scanned.forEach((name, stream) -> found.put(name, part.apply(name, stream)));
        found.values().removeIf(discovery -> discovery.splits().isEmpty());
        return found;
    }

    /** All that was read of sources. */
    Optional<PiecePlan> readOfSources() {
        Map<String, List<Split>> splits = each(scanned, ScannedStream::read);
        splits.values().removeIf(List::isEmpty);
        Published now = server.published();
        return splits.isEmpty()
                ? Optional.empty()
                : Optional.of(new PiecePlan(now.batch(), now.timestamp(), splits, Map.of(), Map.of()));
    }

    /** Fixes the next piece: what was found of sources, and what there is of all else. */
    Piece plan(Map<String, Discovery> found) {
        Published now = server.published();
        long most = server.admission().rows();
        long until = nextBatch(now, most);
        return piece(server.time(), now, found, (name, stream) -> stream.take(now, until, most));
    }

    /**
     * Up to which batch kept streams are read next: rows are late or not as they were when they came, and streams keep their order among
     * each other.
     */
    private long nextBatch(Published at, long most) {
        return kept.values().stream()
                .mapToLong(stream -> stream.until(at, most))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A piece as it is written down, once it is planned. */
    PiecePlan written(Piece piece) {
        return new PiecePlan(
                piece.time().batch(),
                piece.time().timestamp(),
                each(piece.found(), Discovery::splits),
                each(kept, KeptStream::next),
                each(kept, KeptStream::batch));
    }

    /** Fixes a piece that was written down as it was then. */
    Piece again(PiecePlan plan) {
        Published now = server.published();
        Map<String, Discovery> found = new HashMap<>();
        plan.splits()
                .forEach((name, splits) -> found.put(name, scanned.get(name).known(splits)));
        return piece(
                new BatchTime(plan.batch(), plan.timestamp()),
                now,
                found,
                (name, stream) -> stream.takeAgain(
                        now, plan.sequences().get(name), plan.batches().get(name)));
    }

    private Piece piece(
            BatchTime time,
            Published at,
            Map<String, Discovery> found,
            BiFunction<String, KeptStream, List<Page>> rowsOf) {
        Piece.Before before = new Piece.Before(whole, each(kept, KeptStream::next), each(kept, KeptStream::batch));
        Map<String, Long> firstRows = new HashMap<>();
        Map<String, List<Page>> pages = new HashMap<>();
        for (String name : names) {
            KeptStream stream = kept.get(name);
            if (stream != null) {
                firstRows.put(name, stream.first(at));
                pages.put(name, rowsOf.apply(name, stream));
            } else {
                firstRows.put(name, -1L);
                pages.put(name, scanned.containsKey(name) ? List.of() : ofTable(name));
            }
        }
        whole = Optional.empty();
        return new Piece(time, at, found, firstRows, pages, before);
    }

    /** Remembers how far sources were read. */
    void mark() {
        scanned.values().forEach(ScannedStream::mark);
    }

    /** Goes back to before a piece that was read since the {@link #mark}. */
    void goBack(Piece piece) {
        scanned.values().forEach(ScannedStream::goBack);
        takeBack(piece);
    }

    /** Goes back to before a piece that was planned and not read. */
    void takeBack(Piece piece) {
        Piece.Before before = piece.before();
        before.sequences()
                .forEach((name, sequence) ->
                        kept.get(name).restore(sequence, before.batches().get(name)));
        if (before.whole().isEmpty()) {
            piece.pages().forEach((name, pages) -> {
                if (!kept.containsKey(name) && !scanned.containsKey(name)) {
                    changes.putBack(name, pages);
                }
            });
        }
        whole = before.whole();
    }

    private List<Page> ofTable(String name) {
        if (whole.isEmpty()) {
            return changes.take(name);
        }
        int[] columns = IntStream.range(0, changes.rowType(name).size()).toArray();
        List<Page> all = new ArrayList<>();
        whole.get().relation(name).ifPresent(snapshot -> snapshot.read(columns, all::add));
        return all;
    }

    /** Feeds a piece to the query. */
    void feed(Piece piece, BatchRows read) {
        scan(piece, read);
        piece.pages().forEach((name, pages) -> {
            read.add(query.nameInGraph(name), "", piece.firstRows().get(name), pages);
            feedPages(name, pages);
        });
    }

    private void scan(Piece piece, BatchRows read) {
        if (piece.found().isEmpty()) {
            return;
        }
        Map<String, Scan> scans = new HashMap<>();
        piece.found()
                .forEach((name, found) ->
                        scans.put(name, scanned.get(name).scan(found, piece.time(), server.partitions(query))));
        scans.forEach((name, scan) -> read.addScan(query.nameInGraph(name), scan));
        server.scan(List.copyOf(scans.values()));
        long nanos = server.nanos();
        scans.forEach((name, scan) -> {
            scanned.get(name).advance(scan, piece.found().get(name), nanos);
            rows += scan.rows();
            query.countScanned(scan.rows());
            server.countRead(scan.input(), scan.results());
        });
    }

    private void feedPages(String name, List<Page> pages) {
        if (pages.isEmpty()) {
            return;
        }
        List<Source> sources = query.sources();
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).relation().equals(name)) {
                int[] columns = sources.get(i).columns().stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                query.feed(i, pages.stream().map(page -> page.project(columns)).toList());
            }
        }
        rows += pages.stream().mapToLong(Page::size).sum();
    }

    /** The watermark of a relation before the next piece. */
    long closed(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** The watermark of each of them before the next piece. */
    Map<String, Long> closed() {
        return Map.copyOf(closed);
    }

    /** The watermarks of all relations with what was read, once a piece was fed. */
    Map<String, Long> reached(Piece piece) {
        Map<String, Long> reached = new HashMap<>();
        names.forEach(name -> reached.put(name, Math.max(closed(name), watermark(name, piece.at()))));
        return reached;
    }

    private long watermark(String name, Published at) {
        if (scanned.containsKey(name)) {
            return scanned.get(name).watermark(at, server.admission());
        }
        return kept.containsKey(name) ? kept.get(name).watermark(at, lastStep) : at.watermark(name);
    }

    /** The query has finished the piece. */
    void close(Map<String, Long> reached) {
        closed.putAll(reached);
    }

    /** The same for a piece that is read again: so it was then, whatever the sources say and the clock shows now. */
    void closeAgain(Map<String, Long> reached) {
        close(reached);
        scanned.forEach((name, stream) -> stream.stand(reached.get(name)));
    }

    /** Whether time has come further for the others, which may have been moved without rows; from now on it is theirs. */
    boolean isBehindInTime() {
        lastStep = true;
        Published now = server.published();
        boolean behind = kept.keySet().stream().anyMatch(name -> closed.get(name) != now.watermark(name));
        for (ScannedStream stream : scanned.values()) {
            behind |= stream.catchUpWithTime();
        }
        return behind;
    }

    /** What the query has seen becomes what the server has seen. Driver's thread. */
    void join() {
        scanned.values().forEach(ScannedStream::join);
        query.time().reset(closed);
    }

    /** How far it is in all that it reads, for a checkpoint; between two pieces. */
    CheckpointCut cut(String prefix) {
        BackfillPlace place = new BackfillPlace(
                each(scanned, ScannedStream::position),
                each(kept, KeptStream::next),
                each(kept, KeptStream::batch),
                closed);
        Map<String, Consumer<Encoder>> times = new TreeMap<>();
        scanned.forEach((name, stream) -> {
            stream.watermarks().commit();
            times.put(name, stream.watermarks().cut());
        });
        long read = rows;
        return new CheckpointCut(
                out -> {
                    place.put(out);
                    MapCodec.put(times, out, time -> time.accept(out));
                    out.putCount(read);
                },
                changes.cut(prefix));
    }

    /** Takes over what was cut. */
    void restore(Decoder in, StoredContents contents, String prefix) throws IOException {
        BackfillPlace place = BackfillPlace.take(in);
        place.scanned().forEach((name, offsets) -> known(scanned, name, in).restore(offsets));
        place.sequences()
                .forEach((name, sequence) ->
                        known(kept, name, in).restore(sequence, place.batches().get(name)));
        closed.putAll(place.closed());
        for (int left = in.takeLength(); left > 0; left--) {
            known(scanned, in.takeText(), in).watermarks().restore(in);
        }
        rows = in.takeCount();
        changes.restore(prefix, contents);
    }

    private static <S> S known(Map<String, S> streams, String name, Decoder in) {
        return Optional.ofNullable(streams.get(name))
                .orElseThrow(() -> in.damaged("\"" + name + "\" is not read any more as it was"));
    }

    private static <S, V> Map<String, V> each(Map<String, S> streams, Function<S, V> part) {
        Map<String, V> parts = new HashMap<>();
        streams.forEach((name, stream) -> parts.put(name, part.apply(stream)));
        return parts;
    }
}
