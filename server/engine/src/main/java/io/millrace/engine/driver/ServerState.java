package io.millrace.engine.driver;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.delivery.Deliveries;
import io.millrace.engine.driver.backfill.Backfill;
import io.millrace.engine.driver.backfill.Backfills;
import io.millrace.engine.driver.batch.BatchCoordinator;
import io.millrace.engine.driver.batch.Published;
import io.millrace.engine.driver.batch.Relations;
import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.ReadSource;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.engine.time.BatchClock;
import io.millrace.engine.time.BatchTime;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Cuts all that lasts from batch to batch, and puts it back into the same definitions. Used by the driver's thread, between batches.
 *
 * <p>What belongs to statements that have not ended is left out: subscriptions, queries that still catch up for the first time, what is made
 * to take the place of another.
 */
final class ServerState {

    /** The first version of the facts that tells what waits for a source. */
    private static final int FIRST_WITH_WAITING = 2;

    private final BatchClock clock;
    private final Relations relations;
    private final BatchCoordinator coordinator;
    private final Backfills backfills;
    private final Deliveries deliveries;

    ServerState(
            BatchClock clock,
            Relations relations,
            BatchCoordinator coordinator,
            Backfills backfills,
            Deliveries deliveries) {
        this.clock = clock;
        this.relations = relations;
        this.coordinator = coordinator;
        this.backfills = backfills;
        this.deliveries = deliveries;
    }

    /** What is cut under names. */
    private static final class Cuts {

        private final Map<String, CheckpointCut> inputs = new LinkedHashMap<>();
        private final Map<String, CheckpointCut> queries = new LinkedHashMap<>();
        private final Map<String, CheckpointCut> backfills = new LinkedHashMap<>();
        private final List<ReadSource> read = new ArrayList<>();
        private CheckpointCut waiting = CheckpointCut.NOTHING;

        void put(Encoder out) {
            for (Map<String, CheckpointCut> cuts : List.of(inputs, queries, backfills)) {
                MapCodec.put(cuts, out, cut -> {
                    Encoder facts = new Encoder();
                    cut.facts().accept(facts);
                    out.putBlock(facts.toByteArray());
                });
            }
            waiting.facts().accept(out);
        }

        List<Content> contents() {
            List<Content> contents = new ArrayList<>();
            for (Map<String, CheckpointCut> cuts : List.of(inputs, queries, backfills)) {
                cuts.values().forEach(cut -> contents.addAll(cut.contents()));
            }
            contents.addAll(waiting.contents());
            return contents;
        }
    }

    /** Empty when some of it cannot be cut at this moment. */
    Optional<DriverCut> cut(Collection<String> names, long position) {
        long start = System.nanoTime();
        if (!relations.standing().allMatch(names::contains) || backfills.rowsAreOnTheirWay()) {
            return Optional.empty(); // a statement is about to end
        }
        Map<String, DefinitionText> begun = new LinkedHashMap<>();
        for (Map.Entry<String, Optional<DefinitionText>> sink :
                backfills.written().entrySet()) {
            if (!names.contains(sink.getKey())) {
                if (sink.getValue().isEmpty()) {
                    return Optional.empty();
                }
                begun.put(sink.getKey(), sink.getValue().get());
            }
        }
        Published published = coordinator.published();
        Cuts cuts = new Cuts();
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(begun.keySet());
        for (String name : all) {
            for (String part : List.of(name, name + SideRelations.ERRORS, name + SideRelations.LATE)) {
                Optional<Input> input = Optional.ofNullable(relations.input(part));
                if (input.filter(known -> SideRelations.isSide(part) && known.hasPushed())
                        .isPresent()) {
                    return Optional.empty();
                }
                input.ifPresent(known -> {
                    cuts.inputs.put(part, known.cut(published.batch()));
                    known.read().ifPresent(cuts.read::add);
                });
            }
            if (!cuts.inputs.containsKey(name) && !cutQuery(name, published.batch(), cuts)) {
                return Optional.empty();
            }
        }
        Optional<CheckpointCut> waiting = coordinator.owed().cut();
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        cuts.waiting = waiting.get();
        Consumer<Encoder> time = clock.cut();
        long used = deliveries.used();
        CheckpointCut state = new CheckpointCut(
                out -> {
                    out.putCount(published.batch());
                    out.putSigned(published.timestamp());
                    time.accept(out);
                    out.putCount(used);
                    cuts.put(out);
                },
                cuts.contents());
        return Optional.of(new DriverCut(
                published.batch(),
                published.timestamp(),
                position,
                begun,
                cuts.read,
                state,
                System.nanoTime() - start));
    }

    private boolean cutQuery(String name, long batch, Cuts cuts) {
        Optional<Backfill> backfill = backfills.ofStanding(name);
        if (backfill.isPresent()) {
            Optional<CheckpointCut> cut = backfill.get().cut(batch);
            cut.ifPresent(known -> cuts.backfills.put(name, known));
            return cut.isPresent();
        }
        Optional<RunningQuery> query = Optional.ofNullable(relations.query(name));
        query.ifPresent(known -> cuts.queries.put(name, known.cut(batch)));
        return query.isPresent();
    }

    void restore(Decoder in, StoredContents contents) {
        BatchTime time = new BatchTime(in.takeCount(), in.takeSigned());
        clock.restore(in);
        deliveries.restoreUsed(in.takeCount());
        Map<String, byte[]> inputs = MapCodec.take(in, in::takeBlock);
        Map<String, byte[]> queries = MapCodec.take(in, in::takeBlock);
        Map<String, byte[]> caughtUpLater = MapCodec.take(in, in::takeBlock);
        Optional<byte[]> waiting =
                in.version() < FIRST_WITH_WAITING ? Optional.empty() : Optional.of(in.takeBytes(in.remaining()));
        in.end();
        Set<String> stored = new TreeSet<>(inputs.keySet());
        stored.addAll(queries.keySet());
        stored.addAll(caughtUpLater.keySet());
        check(stored);
        StateLoading loading = new StateLoading(in.version());
        inputs.forEach((name, facts) ->
                loading.add(name, facts, known -> relations.input(name).restore(known, contents, time.batch())));
        queries.forEach((name, facts) ->
                loading.add(name, facts, known -> relations.query(name).restore(known, contents, time.batch())));
        Map<String, Decoder> places = new LinkedHashMap<>();
        caughtUpLater.forEach((name, facts) -> {
            Decoder known = loading.decoder(facts);
            places.put(name, known);
            loading.add(name, known, rest -> relations.query(name).restore(rest, contents, time.batch()));
        });
        loading.run();
        coordinator.restore(time);
        places.forEach((name, rest) ->
                StateLoading.loaded(name, rest, facts -> backfills.restore(relations.query(name), facts, contents)));
        places.values().forEach(Decoder::end);
        waiting.ifPresent(facts -> {
            Decoder known = loading.decoder(facts);
            StateLoading.loaded("what waits", known, rest -> coordinator.owed().restore(rest, contents));
            known.end();
        });
        backfills.restored();
    }

    /** The definitions must be those of the checkpoint: nothing may begin without what it had, and nothing may be lost. */
    private void check(Set<String> stored) {
        Set<String> defined = new TreeSet<>(relations.names());
        if (!defined.equals(stored)) {
            Set<String> more = new TreeSet<>(defined);
            more.removeAll(stored);
            Set<String> fewer = new TreeSet<>(stored);
            fewer.removeAll(defined);
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED,
                    "the checkpoint does not fit the definitions: it has no state of " + more + ", and state of "
                            + fewer + " which are not defined");
        }
    }
}
