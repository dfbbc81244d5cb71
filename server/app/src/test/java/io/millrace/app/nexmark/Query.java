package io.millrace.app.nexmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A query of the examples, and what DuckDB is asked instead. */
record Query(String name) {

    private static final Path EXAMPLES = Path.of("src/main/dist/examples/nexmark");
    private static final int COUNT = 23;

    static List<Query> all() {
        return IntStream.range(0, COUNT).mapToObj(i -> new Query("q" + i)).toList();
    }

    /** A file of the examples. */
    static String example(String name) throws IOException {
        return Files.readString(EXAMPLES.resolve(name + ".sql"));
    }

    /** The statements of the example. */
    String sql() throws IOException {
        return example(name);
    }

    /** Whether the query writes files instead of keeping its rows. */
    boolean isSink() {
        return name.equals("q10");
    }

    /**
     * What is read from Millrace to be compared with these columns of the reference. In which window of the server's clock a bid of
     * q12 falls is nothing that a reference could know, so its windows are summed up.
     */
    String reading(List<String> columns) {
        if (name.equals("q12")) {
            return "SELECT bidder, SUM(bid_count) AS bid_count FROM q12"
                    + " WHERE endtime = starttime + INTERVAL '10' SECOND GROUP BY bidder";
        }
        return "SELECT \"" + String.join("\", \"", columns) + "\" FROM " + name;
    }

    /** What the reference asks: its columns are those that the query determines. */
    String reference() throws IOException {
        return resource(name + ".sql").orElseThrow();
    }

    /**
     * Where the query leaves the choice between rows of equal rank: all rows that it may choose, with the columns that the reference
     * leaves out.
     */
    Optional<String> possible() throws IOException {
        return resource(name + ".possible.sql");
    }

    static Optional<String> resource(String file) throws IOException {
        try (InputStream in = Query.class.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
