package io.millrace.engine.driver.batch;

import io.millrace.dstream.Source;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.InputReader;
import io.millrace.engine.query.QueryTime;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.connector.ConnectorSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The inputs and running queries of the server, and who reads what. Changed between batches, by the driver's thread. */
public final class Relations implements QueryTime.Times {

    /** What the names of those end in that are being made to take the place of another. */
    public static final String SUCCESSOR = "$next";

    /** A leaf of a query that reads a scanned input. */
    public record Reading(RunningQuery query, int source, int[] positions) {}

    /** How an input is scanned for all queries that read it. */
    public record Shared(InputReader reader, List<Reading> readings) {}

    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, RunningQuery> queries = new LinkedHashMap<>();
    private final Map<String, Shared> shared = new HashMap<>();
    /** How relations stand that are read and are not among these. */
    private final Map<String, Stand> others;

    public Relations() {
        this(Map.of());
    }

    private Relations(Map<String, Stand> others) {
        this.others = others;
    }

    /**
     * Some inputs and queries by themselves.
     *
     * @param others how all else stands that they read
     */
    static Relations part(Collection<Input> inputs, Collection<RunningQuery> queries, Map<String, Stand> others) {
        Relations part = new Relations(others);
        inputs.forEach(part::add);
        queries.forEach(part::add);
        return part;
    }

    /** How a relation stands in time, and whether no more rows can come from it. */
    record Stand(long watermark, boolean silent, boolean ended) {}

    /** Whether what has the name is made to take the place of another. */
    public static boolean isSuccessor(String name) {
        return name.endsWith(SUCCESSOR);
    }

    public Collection<Input> inputs() {
        return inputs.values();
    }

    /** All active queries; a query comes after those that it reads. */
    public Collection<RunningQuery> queries() {
        return queries.values();
    }

    /** The names of all inputs and queries. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(inputs.keySet());
        names.addAll(queries.keySet());
        return names;
    }

    public Input input(String name) {
        return inputs.get(name);
    }

    public RunningQuery query(String name) {
        return queries.get(name);
    }

    public void add(Input input) {
        inputs.put(input.name(), input);
    }

    public void add(RunningQuery query) {
        queries.put(query.name(), query);
        shared.clear();
    }

    /** Gives an input or query another name, under which there is none; also for those that read it. */
    public void rename(String name, String other) {
        Optional.ofNullable(inputs.remove(name)).ifPresent(input -> {
            input.rename(other);
            inputs.put(other, input);
        });
        Optional.ofNullable(queries.remove(name)).ifPresent(query -> {
            query.rename(other);
            queries.put(other, query);
        });
        queries.values().forEach(query -> query.renameSource(name, other));
        shared.clear();
    }

    /** Some query takes no part any more, or takes part again. */
    public void changed() {
        shared.clear();
    }

    public void removeInput(String name) {
        inputs.remove(name);
        shared.clear();
    }

    public void removeQuery(String name) {
        queries.remove(name);
        shared.clear();
    }

    /** The columns of an input that running queries read, and which leaves read them; computed anew when queries change. */
    public Shared shared(Input input) {
        return shared.computeIfAbsent(
                input.name(),
                unused -> share(
                        input,
                        queries.values().stream()
                                .filter(RunningQuery::takesPart)
                                .toList()));
    }

    /** The same for some queries only, whether they take part in batches or not. */
    public static Shared share(Input input, Collection<RunningQuery> readers) {
        TreeSet<Integer> columns = new TreeSet<>();
        forEachLeaf(input.name(), readers, (query, index, source) -> columns.addAll(source.columns()));
        InputReader reader =
                input.reader(columns.stream().mapToInt(Integer::intValue).toArray());
        List<Reading> readings = new ArrayList<>();
        forEachLeaf(
                input.name(),
                readers,
                (query, index, source) -> readings.add(new Reading(query, index, reader.positions(source.columns()))));
        return new Shared(reader, readings);
    }

    private interface LeafVisitor {
        void visit(RunningQuery query, int index, Source source);
    }

    private static void forEachLeaf(String relation, Collection<RunningQuery> readers, LeafVisitor visitor) {
        for (RunningQuery query : readers) {
            List<Source> sources = query.sources();
            for (int i = 0; i < sources.size(); i++) {
                if (sources.get(i).relation().equals(relation)) {
                    visitor.visit(query, i, sources.get(i));
                }
            }
        }
    }

    /** Whether batches have to read the input: somebody reads it, or it feeds a table. */
    public boolean consumed(Input input) {
        return input.definition().table()
                || input.waits()
                || !shared(input).readings().isEmpty();
    }

    /** What of these stands still until it has run the batches that it is owed. */
    public Optional<String> waiting(Stream<String> names) {
        return names.filter(name -> (inputs.containsKey(name)
                                && inputs.get(name).waits())
                        || (queries.containsKey(name) && queries.get(name).waits()))
                .findFirst();
    }

    /** The watermark of a relation with the running batch counted in. */
    public long watermark(String name) {
        if (others.containsKey(name)) {
            return others.get(name).watermark();
        }
        Input input = inputs.get(name);
        if (input != null) {
            return input.watermark();
        }
        RunningQuery query = queries.get(name);
        return query.hasOwnTime() && !query.suspended() && hasEnded(name) ? Long.MAX_VALUE : query.watermark();
    }

    /** Whether nothing has come from a relation for so long that others need not wait for it. */
    public boolean isSilent(String name) {
        if (others.containsKey(name)) {
            return others.get(name).silent();
        }
        Input input = inputs.get(name);
        if (input != null) {
            return input.watermark() != Long.MAX_VALUE && input.watermarks().isSilent();
        }
        return !queries.get(name).hasOwnTime()
                && !queries.get(name).suspended()
                && sources(name).allMatch(source -> watermark(source) == Long.MAX_VALUE || isSilent(source));
    }

    /** The watermarks of all relations with the running batch counted in. */
    public Map<String, Long> watermarks() {
        Map<String, Long> watermarks = new HashMap<>();
        inputs.forEach((name, input) -> watermarks.put(name, input.watermark()));
        queries.keySet().forEach(name -> watermarks.put(name, watermark(name)));
        return watermarks;
    }

    /** The names of all that statements have defined and that runs, apart from what is about to take the place of something. */
    public Stream<String> standing() {
        return Stream.concat(
                        inputs.keySet().stream(),
                        queries.values().stream()
                                .filter(query -> query.query().output().isStanding())
                                .map(RunningQuery::name))
                .filter(name -> !SideRelations.isSide(name) && !isSuccessor(name));
    }

    private Stream<String> sources(String query) {
        return queries.get(query).sources().stream().map(Source::relation);
    }

    /** Whether no more rows can come from a relation; tables do not count. */
    boolean hasEnded(String name) {
        if (others.containsKey(name)) {
            return others.get(name).ended();
        }
        Input input = inputs.get(name);
        if (input != null) {
            return input.definition().table() || input.exhausted();
        }
        return sources(name).allMatch(this::hasEnded);
    }

    /** Whether rows of a relation come as they happen. */
    public boolean isLive(String name) {
        Input input = inputs.get(name);
        if (input != null) {
            return !input.definition().table()
                    && input.definition().source().map(ConnectorSource::live).orElse(true);
        }
        return sources(name).anyMatch(this::isLive);
    }
}
