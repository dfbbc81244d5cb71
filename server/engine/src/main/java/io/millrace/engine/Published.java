package io.millrace.engine;

import io.millrace.engine.view.RelationSnapshot;
import java.util.Map;
import java.util.Optional;

/**
 * All relations as of one committed batch. Immutable; whoever holds it reads one version of everything.
 *
 * @param batch id of the batch, 0 before the first
 * @param timestamp of the batch, epoch milliseconds
 */
public record Published(int batch, long timestamp, Map<String, RelationSnapshot> relations) {

    public Optional<RelationSnapshot> relation(String name) {
        return Optional.ofNullable(relations.get(name));
    }
}
