package io.millrace.engine.driver.batch;

import io.millrace.engine.input.InputView;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.time.BatchTime;
import io.millrace.engine.time.Watermarks;
import io.millrace.engine.view.RelationSnapshot;
import java.util.Map;
import java.util.Optional;

/**
 * All relations as of one committed batch, and how inputs and queries stood then. Immutable; whoever holds it reads one version of
 * everything.
 *
 * @param batch id of the batch, 0 before the first
 * @param timestamp of the batch, epoch milliseconds
 * @param watermarks how far event time had come in each relation
 * @param inputs streams and tables by name
 * @param queries running and failed queries by name; not those that are still catching up
 */
public record Published(
        long batch,
        long timestamp,
        Map<String, RelationSnapshot> relations,
        Map<String, Long> watermarks,
        Map<String, InputView> inputs,
        Map<String, QueryReport> queries) {

    public static final Published NOTHING = new Published(0, 0, Map.of(), Map.of(), Map.of(), Map.of());

    /** How far event time had come in a relation. */
    public long watermark(String name) {
        return watermarks.getOrDefault(name, Watermarks.NONE);
    }

    public BatchTime time() {
        return new BatchTime(batch, timestamp);
    }

    public Optional<RelationSnapshot> relation(String name) {
        return Optional.ofNullable(relations.get(name));
    }
}
