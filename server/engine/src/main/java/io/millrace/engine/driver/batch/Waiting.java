package io.millrace.engine.driver.batch;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.dstream.Source;
import io.millrace.dstream.query.ClockUse;
import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.DeltaDigest;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.engine.input.Input;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.owed.OwedBatch;
import io.millrace.engine.owed.OwedBatches;
import io.millrace.engine.owed.OwedItem;
import io.millrace.engine.owed.OwedMoment;
import io.millrace.engine.owed.OwedQueue;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.connector.Split;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The queries and relations that stand as they stood before a batch whose source could not be read when it was run again, and all
 * batches since then, as far as they concern these: they are owed them. All that read what waits wait too.
 *
 * <p>Used by the driver's thread.
 */
final class Waiting {

    private static final String CONTENT = "owed";
    private static final Given NOTHING = DeltaDigest.of(0, List.of());

    private final Relations relations;
    /** From which batch on each of them waits. */
    private final Map<String, Long> since = new LinkedHashMap<>();

    /** How the inputs among them stood in time when they were owed the last batch. */
    private final Map<String, InputTime> times = new HashMap<>();

    private final OwedQueue owed;
    /** Queries that take no part in batches that are owed, at the moment that is run next: somebody had taken them out. */
    private final Set<String> left = new TreeSet<>();

    private LongConsumer begun = batch -> {};
    /** What the history says to wait: batches that it has after that were run without them. */
    private final Set<String> told = new TreeSet<>();

    /**
     * Nothing waits yet.
     *
     * @param mostBytes how much may be owed
     * @param kept is told how much that is
     */
    Waiting(Relations relations, long mostBytes, MemoryBudget kept) {
        this.relations = relations;
        this.owed = new OwedQueue(mostBytes, kept);
    }

    boolean any() {
        return !since.isEmpty();
    }

    boolean holds(Input input) {
        return since.containsKey(input.name());
    }

    /** Names of all that wait. */
    Set<String> names() {
        return new TreeSet<>(since.keySet());
    }

    /** The history has batches that were run without these. */
    void told(Collection<String> names) {
        told.addAll(names);
    }

    /** From here on the history has batches that were run with them. */
    void toldNoMore(Collection<String> names) {
        told.removeAll(names);
    }

    boolean isTold(String name) {
        return told.contains(name);
    }

    Set<String> told() {
        return new TreeSet<>(told);
    }

    /** What is told from which batch on more waits than before, at once. */
    void whenBegun(LongConsumer listener) {
        begun = listener;
    }

    /** Whether it waits, from whatever batch on. */
    boolean isOwed(String name) {
        return since.containsKey(name);
    }

    /** From a batch on a query waits that has no part in the batches before it gets one, see {@link #join}, and all that reads it. */
    void begin(RunningQuery query, long batch) {
        addAll(query, batch);
        left.add(query.name());
        addReaders(batch);
    }

    private void addReaders(long batch) {
        for (RunningQuery query : relations.queries()) {
            if (query.takesPart() && concerns(query)) {
                addAll(query, batch);
            }
        }
        relations.changed();
        begun.accept(batch);
    }

    private void addAll(RunningQuery query, long batch) {
        add(query.name(), batch);
        add(query.name() + SideRelations.ERRORS, batch);
        add(query.name() + SideRelations.LATE, batch);
        query.waits(true);
    }

    /** A query takes part in batches from this one on, when it is run again. */
    void join(String query, long batch) {
        left.remove(query);
        since.put(query, batch);
    }

    /** A query takes no part in batches any more, until {@link #join}. */
    void leave(String query) {
        left.add(query);
    }

    /** The queries that take no part although they wait. */
    Set<String> left() {
        return new TreeSet<>(left);
    }

    /** Whether a query takes part in batches after all that it is owed. */
    boolean takesPartAtLast(RunningQuery query) {
        return owed.takesPartAtLast(query.name(), !left.contains(query.name()));
    }

    /** What happened to a query that waits. */
    void add(OwedMoment moment) {
        owed.add(moment);
    }

    /** All that is owed. */
    OwedQueue owed() {
        return owed;
    }

    /** Something got another name. */
    void rename(String name, String other) {
        Map<String, Long> renamed = OwedItem.renamed(since, name, other);
        since.clear();
        since.putAll(renamed);
        Optional.ofNullable(times.remove(name)).ifPresent(time -> times.put(other, time));
        if (left.remove(name)) {
            left.add(other);
        }
        owed.rename(name, other);
    }

    /** From a batch on an input waits, and all that reads it. */
    void begin(Input input, long batch) {
        add(input.name(), batch);
        add(input.name() + SideRelations.ERRORS, batch);
        input.waits(true);
        times.put(
                input.name(),
                new InputTime(input.watermarks().current(), input.watermarks().isSilent()));
        addReaders(batch);
    }

    /** Whether a query reads something that waits. */
    boolean concerns(RunningQuery query) {
        return reads(query).anyMatch(since::containsKey);
    }

    private void add(String name, long batch) {
        if (relations.input(name) != null || relations.query(name) != null) {
            since.putIfAbsent(name, batch);
        }
    }

    private static Stream<String> reads(RunningQuery query) {
        return query.sources().stream().map(Source::relation).distinct();
    }

    /** Of how inputs stand, what concerns those that do not wait. */
    Map<String, InputTime> others(Map<String, InputTime> all) {
        Map<String, InputTime> rest = new HashMap<>(all);
        rest.keySet().removeAll(since.keySet());
        return rest;
    }

    /** Notes what is owed of a batch that has run, before it is committed. */
    void note(BatchRun batch, Map<String, InputTime> stood, Optional<? extends Map<String, Given>> given) {
        if (!any()) {
            return;
        }
        stood.forEach((name, time) -> {
            if (since.containsKey(name)) {
                times.put(name, time);
            }
        });
        BatchPlan plan = batch.plan();
        Map<String, InputPlan> inputs = new TreeMap<>();
        Map<String, InputTime> stand = new TreeMap<>(times);
        Map<String, OutboxRows> deltas = new TreeMap<>();
        since.keySet().stream()
                .filter(plan.inputs()::containsKey)
                .filter(name -> !batch.planned().takes(name))
                .forEach(name -> inputs.put(name, plan.inputs().get(name)));
        for (RunningQuery query : queries()) {
            reads(query).forEach(name -> {
                List<Page> delta = batch.deltas().getOrDefault(name, List.of());
                if (!delta.isEmpty()) {
                    deltas.put(name, new OutboxRows(firstNumber(name, delta), new TypedPages(rowType(name), delta)));
                }
                if (!since.containsKey(name)) {
                    stand.put(name, new InputTime(relations.watermark(name), relations.isSilent(name)));
                    List<Split> splits = isScanned(name) && plan.inputs().containsKey(name)
                            ? plan.inputs().get(name).splits()
                            : List.of();
                    inputs.put(name, InputPlan.scan(splits, relations.hasEnded(name)));
                }
            });
        }
        BatchPlan part = new BatchPlan(plan.batch(), plan.timestamp(), plan.epoch(), plan.seed(), inputs, Map.of());
        BatchCommit commit = new BatchCommit(stand, deltas);
        owe(new OwedBatch(
                part,
                new BatchCommit(commit.times(), commit.outboxes(), given.map(all -> new TreeMap<>(ofWaiting(all))))));
    }

    /** What queries gave that wait now and had run the batch. */
    private Map<String, Given> ofWaiting(Map<String, Given> all) {
        Map<String, Given> part = new HashMap<>();
        for (RunningQuery query : queries()) {
            String name = query.name();
            if (!isTold(name)) {
                part.put(name, all.getOrDefault(name, NOTHING));
            }
        }
        return part;
    }

    private boolean isScanned(String name) {
        Input input = relations.input(name);
        return input != null && input.log().isEmpty() && input.table().isEmpty();
    }

    /** The number of the first row of a delta that is not committed yet; negative when its rows have no numbers. */
    private long firstNumber(String name, List<Page> delta) {
        Input input = relations.input(name);
        if (input == null) {
            return relations.query(name).target().nextPosition();
        }
        long rows = delta.stream().mapToLong(Page::size).sum();
        return input.log().map(log -> log.nextSequence() - rows).orElse(-1L);
    }

    private RowType rowType(String name) {
        Input input = relations.input(name);
        return input != null
                ? input.definition().rowType()
                : relations.query(name).query().root().rowType();
    }

    private void owe(OwedBatch batch) {
        boolean nothing = batch.isEmpty()
                && owed.newestBatch()
                        .filter(last ->
                                batch.commit().times().equals(last.commit().times()))
                        .isPresent()
                && queries().stream()
                        .noneMatch(query -> ClockUse.in(query.query().root()));
        if (!nothing) {
            owed.add(batch);
        }
    }

    /** The queries that wait and are still there, each after those that it reads. */
    List<RunningQuery> queries() {
        return relations.queries().stream()
                .filter(query -> query.waits() && since.containsKey(query.name()))
                .toList();
    }

    /** The inputs that wait, those that belong to queries included, and are still there. */
    List<Input> inputs() {
        return since.keySet().stream()
                .map(relations::input)
                .filter(input -> input != null)
                .toList();
    }

    /** Those that run a batch that is owed, which take part until {@link #rest}. */
    Relations part(OwedBatch batch) {
        long number = batch.plan().batch();
        List<RunningQuery> running = queries().stream()
                .filter(query -> since.get(query.name()) <= number && !left.contains(query.name()))
                .toList();
        running.forEach(query -> query.waits(false));
        List<Input> own = inputs().stream()
                .filter(input -> since.get(input.name()) <= number)
                .toList();
        Map<String, Relations.Stand> others = new HashMap<>();
        batch.commit().times().forEach((name, time) -> {
            if (since.getOrDefault(name, Long.MAX_VALUE) > number) {
                InputPlan input = batch.plan().inputs().get(name);
                boolean ended = input != null && input.exhausted();
                others.put(name, new Relations.Stand(time.watermark(), time.silent(), ended));
            }
        });
        left.stream()
                .filter(name -> relations.query(name) != null)
                .forEach(name -> others.put(
                        name, new Relations.Stand(relations.query(name).watermark(), false, relations.hasEnded(name))));
        return Relations.part(own, running, others);
    }

    /** Whether an input takes part in a batch that is owed; else the server has read and counted that before. */
    boolean isOwn(Input input, OwedBatch batch) {
        return isOwn(input.name(), batch.plan().batch());
    }

    /** Whether a relation waits since a batch, or one before it. */
    boolean isOwn(String name, long batch) {
        return since.getOrDefault(name, Long.MAX_VALUE) <= batch;
    }

    /** Nothing waits any more. */
    Set<String> end() {
        Set<String> names = names();
        queries().forEach(query -> query.waits(false));
        inputs().forEach(input -> input.waits(false));
        since.clear();
        times.clear();
        left.clear();
        owed.clear();
        relations.changed();
        return names;
    }

    /** A relation was dropped: nothing is owed to it any more, and one that gets its name is another. */
    void forget(String name) {
        told.remove(name);
        times.remove(name);
        left.remove(name);
        owed.forget(name); // it may be read by what waits, and not wait itself
        if (since.remove(name) != null && !any()) {
            end();
        }
    }

    /** What a checkpoint has of it. */
    CheckpointCut cut() {
        Map<String, Long> from = new TreeMap<>(since);
        Map<String, InputTime> stood = new TreeMap<>(times);
        List<String> names = List.copyOf(told);
        List<String> apart = List.copyOf(left);
        List<OwedItem> items = owed.items();
        return new CheckpointCut(
                out -> {
                    put(out, from, stood, names);
                    if (!apart.isEmpty() || items.stream().anyMatch(OwedMoment.class::isInstance)) {
                        MapCodec.putList(apart, out, out::putText);
                        OwedQueue.putMoments(out, items);
                    }
                },
                List.of(owed.batches(CONTENT)));
    }

    private static void put(Encoder out, Map<String, Long> from, Map<String, InputTime> stood, List<String> names) {
        MapCodec.put(from, out, out::putSigned);
        MapCodec.put(stood, out, time -> time.put(out));
        MapCodec.putList(names, out, out::putText);
    }

    /** Takes over what {@link #cut} has written, when all relations are there. */
    void restore(Decoder in, StoredContents contents) throws IOException {
        since.putAll(MapCodec.take(in, in::takeSigned));
        times.putAll(MapCodec.take(in, () -> InputTime.take(in)));
        told.addAll(MapCodec.takeList(in, in::takeText));
        if (in.remaining() > 0) { // nothing at all where nothing of it was
            left.addAll(MapCodec.takeList(in, in::takeText));
        }
        owed.restore(OwedBatches.read(contents.chain(CONTENT)), in);
        Set<String> own = new LinkedHashSet<>(since.keySet());
        own.forEach(name -> {
            Optional.ofNullable(relations.query(name)).ifPresent(query -> query.waits(true));
            Optional.ofNullable(relations.input(name))
                    .filter(input -> !SideRelations.isSide(name))
                    .ifPresent(input -> input.waits(true));
        });
        relations.changed();
    }
}
