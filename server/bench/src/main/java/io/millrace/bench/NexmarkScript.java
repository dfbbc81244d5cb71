package io.millrace.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script of the distribution's {@code examples/nexmark}: the one place where the benchmark's SQL is written. */
record NexmarkScript(List<String> statements) {

    private static final Pattern HEAD = Pattern.compile("^CREATE (STREAM|MATERIALIZED VIEW|SINK) \\w+ AS\\s+");

    static NexmarkScript read(String name) {
        return new NexmarkScript(ExampleScript.read("nexmark", name).statements());
    }

    /** The definition of a stream with other options. */
    String stream(String name, String options) {
        String definition = statements.stream()
                .filter(statement -> statement.startsWith("CREATE STREAM " + name + " "))
                .findFirst()
                .orElseThrow();
        return ExampleScript.withoutOptions(definition) + " WITH (" + options + ")";
    }

    /** What has to be there before the query. */
    List<String> preparations() {
        return statements.subList(0, statements.size() - 1);
    }

    /** The query alone, without what is made of it. */
    String query() {
        return ExampleScript.withoutOptions(head().replaceFirst(""));
    }

    /**
     * The statement that runs the query over all its input under the name {@code result}: a stream is dropped row by row by a sink, a
     * view is kept, a sink writes to a directory.
     */
    String statement(Path directory) {
        Matcher head = head();
        return switch (head.group(1)) {
            case "STREAM" -> "CREATE SINK result AS " + query() + " WITH (connector='blackhole')";
            case "SINK" ->
                head.replaceFirst("CREATE SINK result AS ")
                        .replaceFirst("path = '[^']*'", Matcher.quoteReplacement("path = '" + directory + "'"));
            default -> "CREATE MATERIALIZED VIEW result AS " + query();
        };
    }

    /** Whether the result is written to files, which takes longer than the query itself. */
    boolean writesFiles() {
        return head().group(1).equals("SINK");
    }

    private Matcher head() {
        Matcher head = HEAD.matcher(statements.get(statements.size() - 1));
        if (!head.find()) {
            throw new IllegalStateException("the last statement of a query's script creates a stream, view or sink");
        }
        return head;
    }
}
