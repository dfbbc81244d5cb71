package io.millrace.engine.driver.backfill;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.dstream.Source;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.batch.ScanRun;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.connector.Offset;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a backfill reads: how far it is in each relation, what comes next, and how far time has come with it.
 *
 * <p>Made by the driver's thread, between batches; used by the thread that catches up, and at the end by the driver's again.
 */
final class BackfillInputs {

    private final RunningQuery query;
    private final Relations relations;
    private final Surroundings server;
    private final Published first;
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Input> inputs = new HashMap<>();
    private final Map<String, Map<String, Offset>> scanned = new HashMap<>();
    private final Map<String, Map<String, Split>> readSplits = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> batches = new HashMap<>();
    private final Map<String, Watermarks> watermarks = new HashMap<>();
    private final Map<String, Long> closed = new HashMap<>();
    private final Map<String, Relations.Shared> readers = new HashMap<>();
    private final Map<String, RowType> rowTypes = new HashMap<>();
    private final TableChanges changes = new TableChanges();
    private boolean goesOn;
    private boolean started;
    private boolean lastStep;
    private volatile long rows;

    /** @param whole whether to begin with the content of streams; else only what comes from now on */
    BackfillInputs(RunningQuery query, Relations relations, Surroundings server, boolean whole) {
        this.query = query;
        this.relations = relations;
        this.server = server;
        this.first = server.published();
        query.sources().forEach(source -> names.add(source.relation()));
        for (String name : names) {
            Input input = relations.input(name);
            rowTypes.put(name, rowType(name));
            if (input != null) {
                inputs.put(name, input);
            }
            if (input != null && input.log().isEmpty() && input.table().isEmpty()) {
                watermarks.put(name, new Watermarks(input.definition().idleTimeout()));
                scanned.put(name, new HashMap<>(whole ? Map.of() : input.offsets()));
                readers.put(name, Relations.share(input, List.of(query)));
            } else if (first.relation(name).orElse(null) instanceof StreamLog.Snapshot log) {
                sequences.put(name, whole ? log.firstSequence() : log.end());
                batches.put(name, whole ? -1L : first.batch());
                closed.put(name, log.watermark(batches.get(name)));
            } else {
                changes.add(name, rowType(name));
            }
        }
    }

    /** From where a query is that has run with the others until now. */
    static BackfillInputs goingOn(RunningQuery query, Relations relations, Surroundings server) {
        BackfillInputs inputs = new BackfillInputs(query, relations, server, false);
        inputs.goesOn = true;
        inputs.started = true;
        inputs.watermarks.forEach((name, own) -> own.merge(relations.input(name).watermarks()));
        inputs.names.forEach(name -> inputs.closed.put(name, query.time().closed(name)));
        return inputs;
    }

    /** From where one was when it was cut that had not caught up for the first time. */
    static BackfillInputs begun(RunningQuery query, Relations relations, Surroundings server) {
        BackfillInputs inputs = new BackfillInputs(query, relations, server, false);
        inputs.started = true;
        return inputs;
    }

    /** Whether the first piece was planned, with which tables and views come whole. */
    boolean hasStarted() {
        return started;
    }

    private RowType rowType(String name) {
        Input input = relations.input(name);
        return input != null
                ? input.definition().rowType()
                : relations.query(name).query().root().rowType();
    }

    /** The changes of tables and views that wait to be read. */
    public TableChanges changes() {
        return changes;
    }

    /** Rows read so far. */
    public long rows() {
        return rows;
    }

    /** A stream that does not have its first rows any more. */
    public Optional<String> forgotten() {
        return sequences.entrySet().stream()
                .filter(stream -> stream.getValue() > 0)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether nothing is left to read. */
    boolean caughtUp() {
        Published now = server.published();
        return started
                && changes.isEmpty()
                && scanned.keySet().stream()
                        .allMatch(name -> remaining(name, now).splits().isEmpty())
                && sequences.entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue() >= log(entry.getKey(), now).end());
    }

    private static StreamLog.Snapshot log(String name, Published at) {
        return (StreamLog.Snapshot) at.relation(name).orElseThrow(() -> dropped(name));
    }

    private static MillraceException dropped(String name) {
        return new MillraceException(
                ErrorCode.RELATION_NOT_FOUND, "\"" + name + "\" was dropped while it was about to be read");
    }

    /** The watermark of a relation before the next piece. */
    public long closed(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** What there is to read of sources now, which are asked. */
    Map<String, Discovery> discover() {
        Published now = server.published();
        Map<String, Discovery> found = new HashMap<>();
        for (String name : scanned.keySet()) {
            Discovery remaining = remaining(name, now);
            if (!remaining.splits().isEmpty()) {
                found.put(name, remaining);
            }
        }
        return found;
    }

    /** Fixes the next piece: what was found of sources, and what there is of all else. */
    Piece plan(Map<String, Discovery> found) {
        Published now = server.published();
        long until = nextBatch(now);
        Map<String, Long> firstRows = new HashMap<>();
        Map<String, List<Page>> pages = new HashMap<>();
        for (String name : names) {
            firstRows.put(name, sequences.getOrDefault(name, -1L));
            pages.put(name, nextPages(name, until, now));
        }
        started = true;
        return new Piece(server.time(), now, found, firstRows, pages);
    }

    /** A piece as it is written down, once it is planned. */
    PiecePlan written(Piece piece) {
        Map<String, List<Split>> splits = new HashMap<>();
        piece.found().forEach((name, discovery) -> splits.put(name, discovery.splits()));
        return new PiecePlan(piece.time().batch(), piece.time().timestamp(), splits, sequences, batches);
    }

    /** Fixes a piece that was written down as it was then. */
    Piece again(PiecePlan plan) {
        Published now = server.published();
        Map<String, Discovery> found = new HashMap<>();
        plan.splits()
                .forEach((name, splits) -> found.put(name, new Discovery(scanned.get(name), splits, Map.of(), false)));
        Map<String, Long> firstRows = new HashMap<>();
        Map<String, List<Page>> pages = new HashMap<>();
        for (String name : names) {
            firstRows.put(name, sequences.getOrDefault(name, -1L));
            if (sequences.containsKey(name)) {
                long from = nextRow(name, log(name, now));
                long end = plan.sequences().get(name);
                pages.put(name, log(name, now).from(from, end - from));
                sequences.put(name, end);
            } else {
                pages.put(name, nextPages(name, Long.MAX_VALUE, now));
            }
        }
        batches.putAll(plan.batches());
        started = true;
        return new Piece(new BatchTime(plan.batch(), plan.timestamp()), now, found, firstRows, pages);
    }

    /** All that was read of sources. */
    Optional<PiecePlan> readOfSources() {
        Map<String, List<Split>> splits = new HashMap<>();
        readSplits.forEach((name, partitions) -> splits.put(name, List.copyOf(partitions.values())));
        Published now = server.published();
        return splits.isEmpty()
                ? Optional.empty()
                : Optional.of(new PiecePlan(now.batch(), now.timestamp(), splits, Map.of(), Map.of()));
    }

    /** What was read of sources before a restart and was not read now. */
    Map<String, Discovery> missing(PiecePlan then) {
        Map<String, Discovery> missing = new HashMap<>();
        scanned.forEach((name, position) -> {
            List<Split> splits = new ArrayList<>();
            for (Split split : then.splits().getOrDefault(name, List.of())) {
                Offset reached = position.getOrDefault(split.partition(), split.start());
                if (reached.compareTo(split.end()) < 0) {
                    splits.add(new Split(split.partition(), reached, split.end(), split.extent()));
                }
            }
            if (!splits.isEmpty()) {
                missing.put(name, new Discovery(position, splits, Map.of(), false));
            }
        });
        return missing;
    }

    private void noteRead(String name, Split split) {
        readSplits
                .computeIfAbsent(name, unused -> new TreeMap<>())
                .merge(
                        split.partition(),
                        split,
                        (before, more) -> new Split(
                                split.partition(), before.start(), more.end(), before.extent() + more.extent()));
    }

    /** Feeds a piece to the query. */
    void feed(Piece piece, BatchRows read) {
        scan(piece, read);
        piece.pages().forEach((name, pages) -> {
            read.add(name, "", piece.firstRows().get(name), pages);
            feedPages(name, pages);
        });
    }

    /** The watermarks of all relations with what was read, once a piece was fed. */
    public Map<String, Long> reached(Piece piece) {
        Map<String, Long> reached = new HashMap<>();
        names.forEach(name -> reached.put(name, Math.max(closed(name), watermark(name, piece.at()))));
        return reached;
    }

    /** The query has finished the piece. */
    public void close(Map<String, Long> reached) {
        closed.putAll(reached);
    }

    /** The same for a piece that is read again: so it was then, whatever the sources say and the clock shows now. */
    void closeAgain(Map<String, Long> reached) {
        close(reached);
        watermarks.forEach((name, own) -> {
            long watermark = reached.get(name);
            if (watermark != Long.MAX_VALUE) {
                own.stand(Math.max(watermark, own.current()), own.isSilent(), true);
            }
        });
    }

    /** The watermark of a relation with what was read of it. */
    private long watermark(String name, Published at) {
        Watermarks own = watermarks.get(name);
        if (own != null && inputs.get(name).definition().watermark().isPresent()) {
            InputView view = at.inputs().get(name);
            boolean ended = view != null
                    && view.exhausted()
                    && remaining(name, at).splits().isEmpty();
            return ended ? Long.MAX_VALUE : own.current();
        }
        if (sequences.containsKey(name) && log(name, at).isTimed() && !lastStep) {
            return log(name, at).watermark(batches.get(name));
        }
        boolean behind = sequences.containsKey(name)
                && sequences.get(name) < log(name, at).end();
        return behind ? Watermarks.NONE : at.watermark(name);
    }

    private void scan(Piece piece, BatchRows read) {
        List<Scan> scans = new ArrayList<>();
        piece.found().forEach((name, found) -> {
            Relations.Shared shared = readers.get(name);
            List<Scan.Consumer> consumers =
                    shared.readings().stream().map(ScanRun::consumer).toList();
            scans.add(new Scan(
                    inputs.get(name),
                    shared.reader(),
                    found.splits(),
                    consumers,
                    server.partitions(),
                    piece.time().timestamp()));
        });
        if (scans.isEmpty()) {
            return;
        }
        scans.forEach(read::addScan);
        server.scan(scans);
        long nanos = server.nanos();
        for (Scan scan : scans) {
            String name = scan.input().name();
            Map<String, Offset> position = scanned.get(name);
            scan.splits().forEach(split -> {
                position.merge(split.partition(), split.end(), Offset::max);
                noteRead(name, split);
            });
            Watermarks own = watermarks.get(name);
            scan.observe(own, nanos);
            scan.input().note(own, piece.found().get(name));
            own.advance(nanos);
            rows += scan.rows();
            query.countScanned(scan.rows());
            server.countRead(scan.input(), scan.results());
        }
    }

    /** The next splits of a scanned stream, cut off at what the server has read. */
    private Discovery remaining(String name, Published at) {
        InputView view = at.inputs().get(name);
        if (view == null) {
            throw dropped(name);
        }
        Map<String, Offset> position = scanned.get(name);
        if (position.equals(view.offsets())) {
            return new Discovery(position, List.of(), Map.of(), view.exhausted());
        }
        Discovery found = inputs.get(name).reading().orElseThrow().discover(position, server.admission());
        List<Split> splits = new ArrayList<>();
        for (Split split : found.splits()) {
            Offset read = view.offsets().get(split.partition());
            if (read != null && !split.until(read).isEmpty()) {
                splits.add(split.until(read));
            }
        }
        return new Discovery(position, view.cut(splits), found.states(), found.exhausted());
    }

    /**
     * Up to which batch kept streams are read next: rows are late or not as they were when they came, and streams keep their order among
     * each other.
     */
    private long nextBatch(Published at) {
        long until = Long.MAX_VALUE;
        for (Map.Entry<String, Long> entry : sequences.entrySet()) {
            StreamLog.Snapshot log = log(entry.getKey(), at);
            long batch = batches.get(entry.getKey());
            if (log.goesOn(batch)) {
                until = Math.min(
                        until,
                        log.together(batch, entry.getValue(), server.admission().rows()));
            }
        }
        return until;
    }

    private List<Page> nextPages(String name, long until, Published at) {
        if (sequences.containsKey(name)) {
            StreamLog.Snapshot log = log(name, at);
            long from = nextRow(name, log);
            long most = server.admission().rows();
            if (log.isTimed()) {
                most = log.rowsUntil(until, from) - from;
                batches.merge(name, until == Long.MAX_VALUE ? -1L : until, Math::max);
            }
            List<Page> pages = log.from(from, most);
            sequences.put(name, from + pages.stream().mapToLong(Page::size).sum());
            return pages;
        }
        if (scanned.containsKey(name)) {
            return List.of();
        }
        if (started) {
            return changes.take(name);
        }
        List<Page> all = new ArrayList<>();
        first.relation(name)
                .ifPresent(snapshot -> snapshot.read(
                        IntStream.range(0, rowTypes.get(name).size()).toArray(), all::add));
        return all;
    }

    private long nextRow(String name, StreamLog.Snapshot log) {
        if (goesOn && sequences.get(name) < log.firstSequence()) {
            throw forgotten(name);
        }
        return Math.max(sequences.get(name), log.firstSequence());
    }

    /** What a stream has forgotten is no part of it any more, but a query that has read what came before cannot go on without it. */
    private static MillraceException forgotten(String name) {
        return new MillraceException(
                ErrorCode.LIMIT_EXCEEDED,
                "the query was paused for so long that stream \"" + name
                        + "\" has forgotten rows which it has not read; drop it and create it again,"
                        + " with a greater stream.retention if this should not happen");
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

    /** Whether time has come further for the others, which may have been moved without rows; from now on it is theirs. */
    boolean isBehindInTime() {
        lastStep = true;
        boolean behind = sequences.keySet().stream()
                .anyMatch(name -> closed.get(name) != server.published().watermark(name));
        for (Map.Entry<String, Watermarks> own : watermarks.entrySet()) {
            Watermarks others = inputs.get(own.getKey()).watermarks();
            behind |= own.getValue().current() < others.current();
            own.getValue().merge(others);
        }
        return behind;
    }

    /** What the query has seen becomes what the server has seen. Driver's thread. */
    public void join() {
        watermarks.forEach((name, own) -> {
            Watermarks others = relations.input(name).watermarks();
            others.merge(own);
            others.commit();
        });
        query.time().reset(closed);
    }

    /** How far it is in all that it reads, for a checkpoint; between two pieces. */
    public CheckpointCut cut(String prefix) {
        BackfillPlace place = new BackfillPlace(scanned, sequences, batches, closed);
        Map<String, Consumer<Encoder>> times = new TreeMap<>();
        watermarks.forEach((name, own) -> {
            own.commit();
            times.put(name, own.cut());
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
    public void restore(Decoder in, StoredContents contents, String prefix) throws IOException {
        BackfillPlace place = BackfillPlace.take(in);
        place.scanned().forEach((name, offsets) -> scanned.put(name, new HashMap<>(offsets)));
        sequences.putAll(place.sequences());
        batches.putAll(place.batches());
        closed.putAll(place.closed());
        for (int left = in.takeLength(); left > 0; left--) {
            String name = in.takeText();
            Optional.ofNullable(watermarks.get(name))
                    .orElseThrow(() -> in.damaged("\"" + name + "\" is read from its source no more"))
                    .restore(in);
        }
        rows = in.takeCount();
        changes.restore(prefix, contents);
    }
}
