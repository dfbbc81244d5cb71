package io.millrace.connector.kafka;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.PartitionState;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.progress.SourceBacklog;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Partitions of topics as ranges of offsets, up to what is committed. */
final class KafkaSource implements ReplayableSource {

    private final TopicWatch watch;
    private final KafkaReaders readers;
    /** Where reading ends; null while it does not, or is not known. */
    private volatile TopicState bound;

    private final SourceOptions options;
    private volatile Map<String, String> problems = Map.of();

    private KafkaSource(TopicWatch watch, KafkaReaders readers, SourceOptions options, TopicState bound) {
        this.watch = watch;
        this.readers = readers;
        this.options = options;
        this.bound = bound;
    }

    /** Opens a source whose topics must be there. */
    static KafkaSource open(SourceDefinition definition) {
        SourceOptions options = SourceOptions.of(definition.options());
        KafkaReaders readers = KafkaReaders.of(definition);
        TopicLookup lookup = new TopicLookup(options, ClientOptions.clients(definition.options()));
        TopicState state;
        try {
            state = lookup.describe();
            if (!state.missing().isEmpty()) {
                throw new MillraceException(
                        ErrorCode.INVALID_DEFINITION,
                        state.missing().values().iterator().next());
            }
        } catch (RuntimeException e) {
            lookup.close();
            throw e;
        }
        TopicWatch watch = new TopicWatch(definition.stream(), lookup, options.refreshMillis(), state);
        return new KafkaSource(watch, readers, options, state);
    }

    /** Opens a source whether or not the brokers answer. */
    static KafkaSource reopen(SourceDefinition definition) {
        SourceOptions options = SourceOptions.of(definition.options());
        KafkaReaders readers = KafkaReaders.of(definition);
        TopicLookup lookup = new TopicLookup(options, ClientOptions.clients(definition.options()));
        return new KafkaSource(
                new TopicWatch(definition.stream(), lookup, options.refreshMillis(), null), readers, options, null);
    }

    private Optional<TopicState> state() {
        Optional<TopicState> now = watch.state();
        if (!options.bounded()) {
            return now;
        }
        if (bound == null) {
            bound = now.orElse(null);
        }
        return now.map(known -> known.within(bound));
    }

    @Override
    public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
        return state().map(now -> poll(now, offsets, limits)).orElse(List.of());
    }

    private List<Split> poll(TopicState now, Map<String, Offset> offsets, Admission limits) {
        Map<String, String> found = new TreeMap<>(now.missing());
        Map<String, TopicState.Part> ready = new TreeMap<>();
        now.partitions().forEach((name, part) -> {
            Optional<String> problem =
                    Optional.ofNullable(offsets.get(name)).flatMap(reached -> problem(KafkaOffset.of(reached), part));
            problem.ifPresent(text -> found.put(name, text));
            if (problem.isEmpty() && count(offsets, name, part) < part.end()) {
                ready.put(name, part);
            }
        });
        offsets.keySet().stream()
                .filter(name -> !now.partitions().containsKey(name)
                        && !found.containsKey(SourceOptions.partition(name).topic()))
                .forEach(name -> found.put(name, "partition \"" + name + "\" is not there any more"));
        problems = Map.copyOf(found);
        return splits(offsets, limits, ready);
    }

    /** What keeps a partition from being read on where it was read up to. */
    private static Optional<String> problem(KafkaOffset reached, TopicState.Part part) {
        String name = part.partition().topic();
        if (!reached.topic().equals(part.topic())) {
            return Optional.of(
                    "topic \"" + name + "\" was deleted and created again; drop the stream and create it again");
        }
        if (reached.count() > part.end()) {
            return Optional.of("it ends at offset " + part.end() + ", but was read up to offset " + reached.count()
                    + ": the brokers have lost records");
        }
        if (reached.count() < part.first()) {
            return Optional.of("it begins at offset " + part.first() + ", but was read only up to offset "
                    + reached.count() + ": records were deleted before they were read");
        }
        return Optional.empty();
    }

    private static long count(Map<String, Offset> offsets, String name, TopicState.Part part) {
        Offset reached = offsets.get(name);
        return reached == null ? part.start() : KafkaOffset.of(reached).count();
    }

    /** A range of each partition: what a reader has fetched ahead is of use to whoever reads the next range, not to one beside it. */
    private List<Split> splits(Map<String, Offset> offsets, Admission limits, Map<String, TopicState.Part> ready) {
        List<Split> splits = new ArrayList<>();
        long size = readers.recordBytes();
        long rows = Math.max(1, Math.min(limits.rows(), limits.bytes() / size));
        int left = ready.size();
        for (Map.Entry<String, TopicState.Part> entry : ready.entrySet()) {
            TopicState.Part part = entry.getValue();
            long from = count(offsets, entry.getKey(), part);
            long share = Math.min(part.end() - from, Math.max(rows / left, left > rows ? 1 : 0));
            left--;
            if (share == 0 || rows == 0) {
                continue;
            }
            rows -= share;
            Offset start = offsets.getOrDefault(
                    entry.getKey(), new KafkaOffset(from, Optional.empty(), part.topic()).encoded());
            long to = from + share;
            Optional<Integer> epoch = to == part.end() ? part.epoch() : Optional.empty();
            splits.add(
                    new Split(entry.getKey(), start, new KafkaOffset(to, epoch, part.topic()).encoded(), share * size));
        }
        return splits;
    }

    @Override
    public Map<String, Offset> ends() {
        Map<String, Offset> ends = new TreeMap<>();
        watch.state()
                .ifPresent(now -> now.partitions()
                        .forEach((name, part) ->
                                ends.put(name, new KafkaOffset(part.end(), part.epoch(), part.topic()).encoded())));
        return ends;
    }

    @Override
    public Map<String, PartitionState> partitions(Map<String, Offset> offsets) {
        Map<String, PartitionState> states = new HashMap<>();
        state().ifPresent(now -> now.partitions().forEach((name, part) -> {
            if (count(offsets, name, part) < part.end()) {
                states.put(name, PartitionState.PENDING);
            } else if (options.bounded()) {
                states.put(name, PartitionState.ENDED);
            }
        }));
        return states;
    }

    @Override
    public Map<String, String> problems() {
        return problems;
    }

    @Override
    public SourceBacklog backlog(Map<String, Offset> offsets) {
        return state().map(now -> SourceBacklog.ofRows(now.partitions().entrySet().stream()
                        .mapToLong(entry ->
                                Math.max(0, entry.getValue().end() - count(offsets, entry.getKey(), entry.getValue())))
                        .sum()))
                .orElse(SourceBacklog.UNKNOWN);
    }

    @Override
    public boolean exhausted(Map<String, Offset> offsets) {
        if (bound == null || !options.bounded()) {
            return false;
        }
        return state().stream()
                .flatMap(now -> now.partitions().entrySet().stream())
                .allMatch(entry -> count(offsets, entry.getKey(), entry.getValue())
                        >= entry.getValue().end());
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public boolean changes() {
        return readers.changes();
    }

    @Override
    public boolean takesBackUnknown() {
        return readers.takesBackUnknown();
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public long position(Offset offset) {
        return KafkaOffset.of(offset).count();
    }

    @Override
    public String text(Offset offset) {
        return Long.toString(KafkaOffset.of(offset).count());
    }

    @Override
    public ReaderFactory readers() {
        return readers;
    }

    @Override
    public void onInput(Runnable signal) {
        watch.onInput(signal);
    }

    @Override
    public void close() {
        watch.close();
        readers.close();
    }
}
