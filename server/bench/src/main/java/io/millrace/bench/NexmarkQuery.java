package io.millrace.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One query of Nexmark.
 *
 * @param name as in the benchmark, for example {@code q5}
 * @param changing whether its result changes, so that it is kept as a view and not sent to a sink
 * @param inputs the streams it reads
 * @param memoryTarget CPU-seconds per million rows read that it must reach from memory; likewise files
 */
record NexmarkQuery(
        String name, boolean changing, List<String> inputs, OptionalDouble memoryTarget, OptionalDouble filesTarget) {

    private static final List<NexmarkQuery> ALL = List.of(
            query("q0", false, List.of("bid"), 0.05, 0.30),
            query("q1", false, List.of("bid"), 0.05, 0.30),
            query("q2", false, List.of("bid"), 0.03, 0.25),
            query("q3", false, List.of("auction", "person"), 0.19, 0.70),
            query("q4", true, List.of("auction", "bid"), 0.30, 0.65),
            query("q5", false, List.of("bid"), 0.15, 0.45),
            query("q7", false, List.of("bid"), 0.15, 0.45),
            query("q8", false, List.of("person", "auction"), 0.30, 0.85));

    private static NexmarkQuery query(
            String name, boolean changing, List<String> inputs, double memoryTarget, double filesTarget) {
        return new NexmarkQuery(
                name, changing, inputs, OptionalDouble.of(memoryTarget), OptionalDouble.of(filesTarget));
    }

    static List<NexmarkQuery> all() {
        return ALL;
    }

    static NexmarkQuery named(String name) {
        return ALL.stream()
                .filter(query -> query.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no benchmark query \"" + name
                        + "\"; there are "
                        + String.join(", ", ALL.stream().map(NexmarkQuery::name).toList())));
    }

    /** The text of the query. */
    String sql() {
        return resource(name + ".sql").strip();
    }

    /** The statement that runs the query over all its input. */
    String statement() {
        return changing
                ? "CREATE MATERIALIZED VIEW result AS " + sql()
                : "CREATE SINK result AS " + sql() + " WITH (connector='blackhole')";
    }

    /** The definition of one input stream, with the given options. */
    static String stream(String name, String options) {
        return resource(name + ".sql").strip() + " WITH (" + options + ")";
    }

    private static String resource(String file) {
        try (InputStream in = NexmarkQuery.class.getResourceAsStream("nexmark/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
