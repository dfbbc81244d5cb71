package io.millrace.engine.driver.backfill;

import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.driver.batch.ScanRun;
import io.millrace.engine.input.Discovery;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.input.Scan;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.Split;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A stream that a backfill reads from its source: up to where, and how far time has come with that. */
final class ScannedStream {

    private final String name;
    private final Input input;
    private final Relations.Shared shared;
    private final Map<String, Offset> position;
    private final Map<String, Split> read = new TreeMap<>();
    private final Watermarks watermarks;
    private Map<String, Offset> markedPosition = Map.of();
    private Map<String, Split> markedRead = Map.of();

    /** @param whole whether to begin with what its source has; else where the server is */
    ScannedStream(Input input, RunningQuery query, boolean whole) {
        this.name = input.name();
        this.input = input;
        this.shared = Relations.share(input, List.of(query));
        this.position = new HashMap<>(whole ? Map.of() : input.offsets());
        this.watermarks = new Watermarks(input.definition().idleTimeout());
    }

    Map<String, Offset> position() {
        return position;
    }

    Watermarks watermarks() {
        return watermarks;
    }

    /** All that was read, by partition. */
    List<Split> read() {
        return List.copyOf(read.values());
    }

    /** The next splits, cut off at what the server has read. */
    Discovery remaining(Published at, Admission admission) {
        InputView view = at.inputs().get(name);
        if (view == null) {
            throw BackfillInputs.dropped(name);
        }
        if (position.equals(view.offsets())) {
            return new Discovery(position, List.of(), Map.of(), view.exhausted());
        }
        Discovery found = input.reading().orElseThrow().discover(position, admission);
        List<Split> splits = new ArrayList<>();
        for (Split split : found.splits()) {
            Offset reached = view.offsets().get(split.partition());
            if (reached != null && !split.until(reached).isEmpty()) {
                splits.add(split.until(reached));
            }
        }
        return new Discovery(position, view.cut(splits), found.states(), found.exhausted());
    }

    /** Splits that are known, whatever the source says. */
    Discovery known(List<Split> splits) {
        return new Discovery(position, splits, Map.of(), false);
    }

    /** What of some splits was not read. */
    Discovery missing(List<Split> then) {
        List<Split> splits = new ArrayList<>();
        for (Split split : then) {
            Offset reached = position.getOrDefault(split.partition(), split.start());
            if (reached.compareTo(split.end()) < 0) {
                splits.add(new Split(split.partition(), reached, split.end(), split.extent()));
            }
        }
        return known(splits);
    }

    Scan scan(Discovery found, BatchTime time, int partitions) {
        return new Scan(
                input,
                shared.reader(),
                found.splits(),
                shared.readings().stream().map(ScanRun::consumer).toList(),
                partitions,
                time.timestamp());
    }

    /** That was read. */
    void advance(Scan scan, Discovery found, long nanos) {
        scan.splits().forEach(this::note);
        scan.observe(watermarks, nanos);
        input.note(watermarks, found);
        watermarks.advance(nanos);
    }

    private void note(Split split) {
        position.merge(split.partition(), split.end(), Offset::max);
        read.merge(
                split.partition(),
                split,
                (before, more) ->
                        new Split(split.partition(), before.start(), more.end(), before.extent() + more.extent()));
    }

    /** Remembers how far it is. */
    void mark() {
        markedPosition = Map.copyOf(position);
        markedRead = Map.copyOf(read);
        watermarks.commit();
    }

    /** Goes back to where it was at the {@link #mark}. */
    void goBack() {
        restore(markedPosition);
        read.clear();
        read.putAll(markedRead);
        watermarks.abort();
    }

    /** Its watermark with what was read of it. */
    long watermark(Published at, Admission admission) {
        if (input.definition().watermark().isEmpty()) {
            return at.watermark(name);
        }
        boolean ended = Optional.ofNullable(at.inputs().get(name))
                .filter(InputView::exhausted)
                .filter(unused -> remaining(at, admission).splits().isEmpty())
                .isPresent();
        return ended ? Long.MAX_VALUE : watermarks.current();
    }

    /** Stands as it did when a piece was read first. */
    void stand(long watermark) {
        if (watermark != Long.MAX_VALUE) {
            watermarks.stand(Math.max(watermark, watermarks.current()), watermarks.isSilent(), true);
        }
    }

    /** Takes over how the server stands in time; true when that is further. */
    boolean catchUpWithTime() {
        boolean behind = watermarks.current() < input.watermarks().current();
        watermarks.merge(input.watermarks());
        return behind;
    }

    /** What was seen becomes what the server has seen. Driver's thread. */
    void join() {
        input.watermarks().merge(watermarks);
        input.watermarks().commit();
    }

    /** Goes on from where it was. */
    void restore(Map<String, Offset> reached) {
        position.clear();
        position.putAll(reached);
    }
}
