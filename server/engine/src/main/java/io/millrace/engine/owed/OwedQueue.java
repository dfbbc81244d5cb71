package io.millrace.engine.owed;

import io.millrace.codec.Decoder;
import io.millrace.codec.Encoder;
import io.millrace.codec.MapCodec;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All that is owed, the oldest first, up to a number of bytes: when it is more, it is thrown away. Used by the driver's thread. */
public final class OwedQueue {

    private final long mostBytes;
    private final MemoryBudget kept;
    private final LinkedList<OwedItem> items = new LinkedList<>();
    private long bytes;
    private boolean tooMuch;

    /**
     * Owes nothing yet.
     *
     * @param mostBytes how much may be owed
     * @param kept is told how much it is
     */
    public OwedQueue(long mostBytes, MemoryBudget kept) {
        this.mostBytes = mostBytes;
        this.kept = kept;
    }

    private void count(long more) {
        bytes += more;
        kept.count(more);
    }

    /** Adds what came last. */
    public void add(OwedItem item) {
        if (tooMuch) {
            return;
        }
        items.add(item);
        count(item.bytes());
        if (bytes > mostBytes) {
            clear();
            tooMuch = true;
        }
    }

    /** Whether there was more than may be. */
    public boolean isTooMuch() {
        return tooMuch;
    }

    public Optional<OwedItem> oldest() {
        return Optional.ofNullable(items.peek());
    }

    public void removeOldest() {
        count(-items.remove().bytes());
    }

    /** The batch that came last; empty when something else did. */
    public Optional<OwedBatch> newestBatch() {
        return items.peekLast() instanceof OwedBatch batch ? Optional.of(batch) : Optional.empty();
    }

    private Stream<OwedBatch> batches() {
        return items.stream().filter(OwedBatch.class::isInstance).map(OwedBatch.class::cast);
    }

    /** By how much a relation that does not wait has changed in all batches that are owed. */
    public List<Page> changes(String relation) {
        return batches()
                .filter(batch -> batch.commit().outboxes().containsKey(relation))
                .flatMap(batch -> batch.commit().outboxes().get(relation).rows().pages().stream())
                .toList();
    }

    /**
     * Whether the query of a sink takes part in batches after all of this.
     *
     * @param before whether it does before
     */
    public boolean takesPartAtLast(String sink, boolean before) {
        boolean takesPart = before;
        for (OwedItem item : items) {
            if (item instanceof OwedMoment moment && moment.query().equals(sink)) {
                takesPart = switch (moment.kind()) {
                    case BEGUN, SUSPENDED, PAUSED, PIECE, FAILED -> false;
                    case RESUMED, JOINED, AGAIN -> true;
                };
            }
        }
        return takesPart;
    }

    /** A piece that was begun last was run to its end then. */
    public void pieceDone(String query, Map<String, InputTime> reached, Given given) {
        ListIterator<OwedItem> item = items.listIterator(items.size());
        while (item.hasPrevious()) {
            if (item.previous() instanceof OwedMoment moment && moment.isOpenPieceOf(query)) {
                item.set(moment.done(reached, given));
                return;
            }
        }
    }

    /** Whether something of this kind is owed to a query. */
    public boolean has(OwedMoment.Kind kind, String query) {
        return items.stream()
                .anyMatch(item -> item instanceof OwedMoment moment
                        && moment.kind() == kind
                        && moment.query().equals(query));
    }

    /** Whether the last that happened to a query was this; pieces do not count. */
    public boolean isLast(OwedMoment.Kind kind, String query) {
        return items.stream()
                .filter(OwedMoment.class::isInstance)
                .map(OwedMoment.class::cast)
                .filter(moment -> moment.query().equals(query) && moment.kind() != OwedMoment.Kind.PIECE)
                .reduce((first, second) -> second)
                .filter(last -> last.kind() == kind)
                .isPresent();
    }

    /** The greatest number under which a sink was given what is owed; 0 when it was given nothing. */
    public long newestNumber(String sink) {
        return items.stream()
                .map(item -> item instanceof OwedMoment moment
                        ? moment.given().filter(unused -> moment.query().equals(sink))
                        : ((OwedBatch) item).commit().given().map(given -> given.get(sink)))
                .flatMap(Optional::stream)
                .mapToLong(Given::number)
                .reduce(0, Math::max);
    }

    /** A relation was dropped. */
    public void forget(String relation) {
        items.removeIf(
                item -> item instanceof OwedMoment moment && moment.query().equals(relation));
        replaceAll(item -> item.without(relation));
    }

    /** The rows of a relation have another form. */
    public void reshape(String relation, RowType rowType, UnaryOperator<Page> rows) {
        replaceAll(item -> item.reshaped(relation, rowType, rows));
    }

    /** A relation got another name. */
    public void rename(String name, String other) {
        replaceAll(item -> item.renamed(name, other));
    }

    private void replaceAll(UnaryOperator<OwedItem> change) {
        items.replaceAll(change);
        count(items.stream().mapToLong(OwedItem::bytes).sum() - bytes);
    }

    public void clear() {
        items.clear();
        count(-bytes);
        tooMuch = false;
    }

    /** The batches, for a checkpoint. */
    public OwedBatches batches(String name) {
        return new OwedBatches(name, batches().toList());
    }

    /** The moments, each after the number of batches that come before it. */
    public static void putMoments(Encoder out, List<OwedItem> all) {
        Map<String, List<OwedMoment>> moments = new TreeMap<>();
        int before = 0;
        for (OwedItem item : all) {
            if (item instanceof OwedMoment moment) {
                moments.computeIfAbsent(Integer.toString(before), unused -> new ArrayList<>())
                        .add(moment);
            } else {
                before++;
            }
        }
        MapCodec.put(moments, out, list -> MapCodec.putList(list, out, moment -> moment.put(out)));
    }

    public List<OwedItem> items() {
        return List.copyOf(items);
    }

    /** Takes over what was written of batches and moments. */
    public void restore(List<OwedBatch> batches, Decoder moments) {
        Map<String, List<OwedMoment>> after = moments.remaining() > 0
                ? MapCodec.take(moments, () -> MapCodec.takeList(moments, () -> OwedMoment.take(moments)))
                : Map.of();
        for (int before = 0; before <= batches.size(); before++) {
            after.getOrDefault(Integer.toString(before), List.of()).forEach(this::add);
            if (before < batches.size()) {
                add(batches.get(before));
            }
        }
    }
}
