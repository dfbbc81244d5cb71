package io.millrace.engine.driver;

import io.millrace.dstream.Source;
import io.millrace.engine.input.BatchRows;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.QueryTarget;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.run.Engine;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.StreamLog;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Brings a new query up to the present, a piece at a time, between the batches of the queries that run already.
 *
 * <p>Streams are read from their beginning up to what the server has read of them; tables and views come whole with the first
 * piece, and their changes since then with the later ones. When nothing is left to read, at the border between two batches, the
 * query joins the others. Used by the driver's thread.
 */
final class Backfill {

    private final RunningQuery query;
    private final Relations relations;
    private final BatchLoop loop;
    private final Engine engine;
    private final BatchClock clock;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Map<String, Map<String, Long>> scanned = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Watermarks> watermarks = new HashMap<>();
    private final Map<String, Long> closed = new HashMap<>();
    private final Map<String, Relations.Shared> readers = new HashMap<>();
    private final Map<String, List<Page>> changes = new LinkedHashMap<>();
    private boolean started;
    private long rows;

    /** @param whole whether to begin with the content of streams; else only what comes from now on */
    Backfill(RunningQuery query, Relations relations, BatchLoop loop, Engine engine, BatchClock clock, boolean whole) {
        this.query = query;
        this.relations = relations;
        this.loop = loop;
        this.engine = engine;
        this.clock = clock;
        query.sources().forEach(source -> names.add(source.relation()));
        for (String name : names) {
            Input input = relations.input(name);
            if (isScanned(name)) {
                watermarks.put(name, new Watermarks(input.definition().idleTimeout()));
                scanned.put(name, new HashMap<>(whole ? Map.of() : input.offsets()));
                readers.put(name, Relations.share(input, List.of(query)));
            } else if (logOf(name) != null) {
                sequences.put(
                        name, whole ? logOf(name).firstSequence() : logOf(name).nextSequence());
            }
        }
    }

    private boolean isScanned(String name) {
        Input input = relations.input(name);
        return input != null && input.log().isEmpty() && input.table().isEmpty();
    }

    private StreamLog logOf(String name) {
        Input input = relations.input(name);
        if (input != null) {
            return input.log().orElse(null);
        }
        return relations.query(name).target() instanceof QueryTarget.ToStream stream ? stream.log() : null;
    }

    RunningQuery query() {
        return query;
    }

    /** Completed when the query has joined the others. */
    CompletableFuture<Void> done() {
        return done;
    }

    void fail(Throwable failure) {
        done.completeExceptionally(failure);
        query.target().fail(failure);
    }

    /** Rows read so far. */
    long rows() {
        return rows;
    }

    /** Notes the changes of tables and views in a batch that the others have run. */
    void noteChanges(Map<String, List<Page>> deltas) {
        if (!started) {
            return;
        }
        for (String name : names) {
            if (!scanned.containsKey(name) && !sequences.containsKey(name) && deltas.containsKey(name)) {
                changes.computeIfAbsent(name, unused -> new ArrayList<>()).addAll(deltas.get(name));
            }
        }
    }

    /** Whether nothing is left to read: the query can join the others now. */
    boolean caughtUp() {
        return started
                && changes.isEmpty()
                && scanned.entrySet().stream()
                        .allMatch(entry -> remaining(entry.getKey()).isEmpty())
                && sequences.entrySet().stream()
                        .allMatch(entry ->
                                entry.getValue() >= logOf(entry.getKey()).nextSequence());
    }

    /** Runs the query over the next piece. */
    void step() {
        BatchTime time = new BatchTime(loop.published().batch(), loop.nextTime().timestamp());
        long nanos = clock.nanos();
        query.begin(time, this::closedWatermark);
        BatchRows read = new BatchRows();
        scanNext(time, nanos, read);
        for (String name : names) {
            long first = sequences.getOrDefault(name, -1L);
            List<Page> pages = nextPages(name);
            read.add(name, "", first, pages);
            feedPages(name, pages);
        }
        started = true;
        Map<String, Long> reached = new HashMap<>();
        names.forEach(name -> reached.put(name, watermark(name)));
        query.finish(reached::get).ifPresent(result -> {
            loop.take(query, time, result, read);
            loop.deliver(query, time.batch(), result.delta());
        });
        closed.putAll(reached);
        query.failure().ifPresent(failure -> loop.noticeFailure(query, failure));
    }

    /** Time begins with the backfill: of what was there before it, nothing is late. */
    private long closedWatermark(String name) {
        return closed.getOrDefault(name, Watermarks.NONE);
    }

    /** The watermark of a relation with what was read of it; the server does not keep how it rose while kept rows came. */
    private long watermark(String name) {
        Watermarks own = watermarks.get(name);
        if (own != null && relations.input(name).definition().watermark().isPresent()) {
            boolean ended = relations.input(name).exhausted() && remaining(name).isEmpty();
            return ended ? Long.MAX_VALUE : own.current();
        }
        boolean behind =
                sequences.containsKey(name) && sequences.get(name) < logOf(name).nextSequence();
        return behind ? Watermarks.NONE : relations.watermark(name);
    }

    private void scanNext(BatchTime time, long nanos, BatchRows read) {
        List<Scan> scans = new ArrayList<>();
        for (String name : scanned.keySet()) {
            List<Split> splits = remaining(name);
            if (!splits.isEmpty()) {
                Relations.Shared shared = readers.get(name);
                List<Scan.Consumer> consumers =
                        shared.readings().stream().map(BatchLoop::consumer).toList();
                scans.add(new Scan(
                        relations.input(name),
                        shared.reader(),
                        splits,
                        consumers,
                        engine.partitions(),
                        time.timestamp()));
            }
        }
        if (scans.isEmpty()) {
            return;
        }
        scans.forEach(read::addScan);
        long extent = scans.stream().mapToLong(Scan::extent).sum();
        engine.onPartitions(extent, partition -> scans.forEach(scan -> scan.run(partition)));
        for (Scan scan : scans) {
            Map<String, Long> position = scanned.get(scan.input().name());
            scan.splits().forEach(split -> position.merge(split.partition(), split.end(), Math::max));
            Watermarks own = watermarks.get(scan.input().name());
            scan.observe(own, nanos);
            scan.input().notePartitions(own, position);
            own.advance(nanos);
            rows += scan.rows();
            query.countScanned(scan.rows());
            loop.countBackfilled(scan, time);
        }
    }

    /** The next splits of a scanned stream, cut off at what the server has read. */
    private List<Split> remaining(String name) {
        Input input = relations.input(name);
        Map<String, Long> position = scanned.get(name);
        List<Split> splits = new ArrayList<>();
        for (Split split : input.replayable().orElseThrow().poll(position, loop.admission())) {
            long end = Math.min(split.end(), input.offsets().getOrDefault(split.partition(), 0L));
            if (split.start() < end) {
                splits.add(new Split(split.partition(), split.start(), end));
            }
        }
        return splits;
    }

    private List<Page> nextPages(String name) {
        if (sequences.containsKey(name)) {
            List<Page> pages =
                    logOf(name).from(sequences.get(name), loop.admission().rows());
            long taken = pages.stream().mapToLong(Page::size).sum();
            sequences.merge(name, taken, Long::sum);
            return pages;
        }
        if (scanned.containsKey(name)) {
            return List.of();
        }
        if (started) {
            List<Page> changed = changes.remove(name);
            return changed == null ? List.of() : changed;
        }
        List<Page> all = new ArrayList<>();
        loop.published()
                .relation(name)
                .ifPresent(snapshot ->
                        snapshot.read(IntStream.range(0, width(name)).toArray(), all::add));
        return all;
    }

    private int width(String name) {
        Input input = relations.input(name);
        return input != null
                ? input.definition().rowType().size()
                : relations.query(name).query().root().rowType().size();
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
        pages.forEach(page -> rows += page.size());
    }

    /** Lets time come as far as for the others, which may have been moved without rows. */
    void catchUpWithTime() {
        boolean behind = false;
        for (Map.Entry<String, Watermarks> own : watermarks.entrySet()) {
            Watermarks others = relations.input(own.getKey()).watermarks();
            behind |= own.getValue().current() < others.current();
            own.getValue().merge(others);
        }
        if (behind) {
            step();
        }
    }

    /** The query joins the others: what it has seen of its inputs becomes what the server has seen. */
    void join() {
        watermarks.forEach((name, own) -> {
            relations.input(name).watermarks().merge(own);
        });
        query.time().reset(closed);
        relations.add(query);
        loop.republish(query.name());
    }
}
