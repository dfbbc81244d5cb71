package io.millrace.engine.driver.batch;

import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** Shows each batch as a whole to those who read. Changed by the driver's thread; {@link #newest} may be called by any. */
final class Publications {

    private final Relations relations;
    private volatile Published published = Published.NOTHING;
    /** The newest that was prepared; the published one, unless batches wait to be shown. */
    private Published latest = Published.NOTHING;

    private boolean deferred;

    Publications(Relations relations) {
        this.relations = relations;
    }

    public Published newest() {
        return published;
    }

    /** Shows nothing until {@link #begin}: relations that come into being are empty until they get their state. */
    void defer() {
        deferred = true;
    }

    /** Begins after a batch of which nothing is shown yet. */
    public void begin(BatchTime time) {
        deferred = false;
        latest = new Published(time.batch(), time.timestamp(), Map.of(), Map.of(), Map.of(), Map.of());
        published = latest;
    }

    /** The newest batch that is committed, whether it can be seen already or not. */
    Published latest() {
        return latest;
    }

    /** Shows a batch that was prepared; they are shown in their order. */
    void show(Published prepared) {
        published = prepared;
    }

    /** What is to be shown of a batch that is committed, as everything stands now. */
    Published prepare(BatchRun batch) {
        BatchTime time = batch.time();
        Map<String, RelationSnapshot> snapshots = new HashMap<>(latest.relations());
        Map<String, InputView> inputs = new HashMap<>(latest.inputs());
        Map<String, QueryReport> queries = new HashMap<>(latest.queries());
        for (Input input : batch.changed()) {
            snapshots.put(input.name(), input.snapshot(time.batch(), time.timestamp()));
            inputs.put(input.name(), input.view(relations.consumed(input)));
        }
        for (Input input : relations.inputs()) {
            InputView shown = inputs.get(input.name());
            if (shown == null
                    || shown.watermarks().current() != input.watermarks().current()) {
                inputs.put(input.name(), input.view(relations.consumed(input)));
            }
        }
        for (RunningQuery query : batch.queries()) {
            query.snapshot(time.batch()).ifPresent(snapshot -> snapshots.put(query.name(), snapshot));
            queries.put(query.name(), query.report(false, 0));
        }
        latest = published(time, snapshots, inputs, queries);
        return latest;
    }

    /**
     * Shows how relations stand that are new, gone, or were read further, in the batch that is published already; when no other waits to
     * be shown.
     */
    void renew(Collection<String> names) {
        if (deferred) {
            return;
        }
        Map<String, RelationSnapshot> snapshots = new HashMap<>(published.relations());
        Map<String, InputView> inputs = new HashMap<>(published.inputs());
        Map<String, QueryReport> queries = new HashMap<>(published.queries());
        for (String name : names) {
            snapshots.remove(name);
            inputs.remove(name);
            queries.remove(name);
            Input input = relations.input(name);
            if (input != null) {
                snapshots.put(name, input.snapshot(published.batch(), published.timestamp()));
                inputs.put(name, input.view(relations.consumed(input)));
            }
            RunningQuery query = relations.query(name);
            if (query != null) {
                query.snapshot(published.batch()).ifPresent(snapshot -> snapshots.put(name, snapshot));
                queries.put(name, query.report(false, 0));
            }
        }
        latest = published(published.time(), snapshots, inputs, queries);
        published = latest;
    }

    private Published published(
            BatchTime time,
            Map<String, RelationSnapshot> snapshots,
            Map<String, InputView> inputs,
            Map<String, QueryReport> queries) {
        return new Published(
                time.batch(),
                time.timestamp(),
                Collections.unmodifiableMap(snapshots),
                relations.watermarks(),
                Collections.unmodifiableMap(inputs),
                Collections.unmodifiableMap(queries));
    }
}
