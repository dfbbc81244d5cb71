package io.millrace.engine.driver.batch;

import io.millrace.dstream.Source;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.PiecePlan;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputView;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.spi.connector.Split;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notes how all stands that a query reads, and says later what the query saw then: of what waits with it that is how it stands when its turn
 * has come, and of all else what it was at the moment, except that tables and views are as they are now.
 */
record OwedMoments(Relations relations, BatchCoordinator coordinator) {

    /** Says whether a relation waits since the batch after this one, or before that, so that it stands as it did between them. */
    interface Own {
        boolean test(String relation, long batch);
    }

    /** @param read of sources by the query, where that is known; else all that the server has read of them */
    OwedMoment now(OwedMoment.Kind kind, RunningQuery query, Optional<PiecePlan> read) {
        Published now = coordinator.published();
        Map<String, List<Split>> splits = new HashMap<>();
        Map<String, Long> sequences = new HashMap<>();
        Map<String, Long> batches = new HashMap<>();
        Map<String, InputTime> times = new HashMap<>();
        for (Source source : query.sources()) {
            String name = source.relation();
            times.put(name, new InputTime(relations.watermark(name), relations.isSilent(name)));
            if (now.relation(name).orElse(null) instanceof StreamLog.Snapshot log) {
                sequences.put(name, log.end());
                batches.put(name, now.batch());
            } else if (isScanned(name)) {
                splits.put(name, now.inputs().get(name).splits());
            }
        }
        read.ifPresent(then -> splits.putAll(then.splits()));
        PiecePlan then = new PiecePlan(now.batch(), now.timestamp(), splits, sequences, batches);
        return new OwedMoment(kind, query.name(), then, times, Optional.empty());
    }

    private boolean isScanned(String name) {
        Input input = relations.input(name);
        return input != null && input.log().isEmpty() && input.table().isEmpty();
    }

    /** What the query saw. */
    Published seen(OwedMoment moment, RunningQuery query, Own own) {
        Published now = coordinator.published();
        PiecePlan then = moment.then();
        Map<String, RelationSnapshot> snapshots = new HashMap<>();
        Map<String, InputView> inputs = new HashMap<>();
        Map<String, Long> watermarks = new HashMap<>();
        for (Source source : query.sources()) {
            String name = source.relation();
            Input input = relations.input(name);
            if (own.test(name, then.batch())) {
                snapshot(name).ifPresent(snapshot -> snapshots.put(name, snapshot));
                watermarks.put(name, relations.watermark(name));
                if (input != null) {
                    inputs.put(name, input.view(true));
                }
                continue;
            }
            InputTime time = moment.times().get(name);
            watermarks.put(name, time == null ? now.watermark(name) : time.watermark());
            now.relation(name).ifPresent(snapshot -> snapshots.put(name, upTo(snapshot, name, then)));
            Optional.ofNullable(now.inputs().get(name))
                    .ifPresent(view -> inputs.put(
                            name,
                            moment.kind() != OwedMoment.Kind.PIECE
                                            && then.splits().containsKey(name)
                                    ? view.upTo(then.splits().get(name))
                                    : view));
        }
        if (moment.kind() == OwedMoment.Kind.AGAIN) {
            snapshot(query.name())
                    .ifPresent(content -> snapshots.put(query.name(), content)); // from which the new one differs
        }
        return new Published(then.batch(), then.timestamp(), snapshots, watermarks, inputs, Map.of());
    }

    private static RelationSnapshot upTo(RelationSnapshot snapshot, String name, PiecePlan then) {
        Long end = then.sequences().get(name);
        return snapshot instanceof StreamLog.Snapshot log && end != null
                ? log.upTo(end, then.batches().getOrDefault(name, then.batch()))
                : snapshot;
    }

    /** A relation that waits as it stands now, whether others see that yet or not. */
    private Optional<RelationSnapshot> snapshot(String name) {
        BatchTime next = coordinator.nextTime();
        Input input = relations.input(name);
        return input != null
                ? Optional.of(input.snapshot(next.batch(), next.timestamp()))
                : relations.query(name).snapshot(next.batch());
    }
}
