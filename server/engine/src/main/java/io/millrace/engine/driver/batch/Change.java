package io.millrace.engine.driver.batch;

import io.millrace.engine.batch.ChangePlan;
import io.millrace.engine.batch.ChangedRows;
import io.millrace.engine.batch.Landed;
import io.millrace.engine.input.Inbound;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What a statement or transaction wants to change, all in one batch or not at all.
 *
 * @param parts by the name of the relation
 * @param committed completed with the batch id once it is visible everywhere
 * @param landed when something lands with it
 * @param check called by the driver's thread before it is made, which is refused when this fails; nothing is written then
 * @param visible called by the driver's thread just before it is committed for others, when it was made
 */
public record Change(
        SortedMap<String, Part> parts,
        CompletableFuture<Long> committed,
        Optional<Landed> landed,
        Runnable check,
        Runnable visible) {

    /**
     * @param inbound of the relation that is meant: another one of the same name has another; null when batches are run again
     */
    public record Part(Inbound inbound, ChangedRows rows) {}

    public Change(Map<String, Part> parts, Optional<Landed> landed, Runnable check, Runnable visible) {
        this(
                Collections.unmodifiableSortedMap(new TreeMap<>(parts)),
                new CompletableFuture<>(),
                landed,
                check,
                visible);
    }

    /** One that is made again after a restart, when nobody waits for it any more. */
    static Change again(ChangePlan plan) {
        Map<String, Part> parts = new LinkedHashMap<>();
        plan.relations().forEach((name, rows) -> parts.put(name, new Part(null, rows)));
        return new Change(parts, plan.landed(), () -> {}, () -> {});
    }

    ChangePlan plan() {
        Map<String, ChangedRows> rows = new LinkedHashMap<>();
        parts.forEach((name, part) -> rows.put(name, part.rows()));
        return new ChangePlan(rows, landed);
    }

    long rows() {
        return parts.values().stream().mapToLong(part -> part.rows().rows()).sum();
    }
}
