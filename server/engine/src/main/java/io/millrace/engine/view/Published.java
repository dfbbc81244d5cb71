package io.millrace.engine.view;

import io.millrace.engine.time.Watermarks;
import java.util.Map;
import java.util.Optional;

/**
 * All relations as of one committed batch. Immutable; whoever holds it reads one version of everything.
 *
 * @param batch id of the batch, 0 before the first
 * @param timestamp of the batch, epoch milliseconds
 * @param watermarks how far event time had come in each relation
 */
public record Published(
        int batch, long timestamp, Map<String, RelationSnapshot> relations, Map<String, Long> watermarks) {

    /** How far event time had come in a relation. */
    public long watermark(String name) {
        return watermarks.getOrDefault(name, Watermarks.NONE);
    }

    public Optional<RelationSnapshot> relation(String name) {
        return Optional.ofNullable(relations.get(name));
    }
}
