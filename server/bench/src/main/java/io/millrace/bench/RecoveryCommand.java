package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench recovery}: lets a server compute queries of Nexmark, kills it, starts it again, and measures how long it takes until
 * the query is answered as before.
 */
@Command(
        name = "recovery",
        description =
                "Kills a server that has computed a query of Nexmark, and measures the time until it answers again.",
        mixinStandardHelpOptions = true)
final class RecoveryCommand implements Callable<Integer> {

    @Option(names = "--queries", split = ",", description = "which queries, default all: ${DEFAULT-VALUE}")
    private List<String> queries =
            NexmarkQuery.all().stream().map(NexmarkQuery::name).toList();

    @Option(
            names = "--events",
            description = "events generated: persons, auctions and bids together (${DEFAULT-VALUE})")
    private long events = 5_000_000;

    @Option(names = "--set", description = "a setting of the server, key=value, for example partitions=1")
    private List<String> settings = List.of();

    @Option(names = "--heap", description = "heap of the server process (${DEFAULT-VALUE})")
    private String heap = "8g";

    @Option(names = "--journal", description = "kill it before there is a checkpoint: all is computed again")
    private boolean journal;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        System.out.printf(
                Locale.ROOT, "%-5s %12s %10s %10s %10s%n", "query", "stored MiB", "ready s", "answer s", "CPU s");
        for (String name : queries) {
            Path directory = Files.createTempDirectory("millrace-recovery");
            try {
                measure(NexmarkQuery.named(name), directory);
            } finally {
                Directories.delete(directory);
            }
        }
        return 0;
    }

    private void measure(NexmarkQuery query, Path directory) throws IOException, SQLException, InterruptedException {
        Path data = directory.resolve("data");
        String question;
        long answer;
        long bytes = 0;
        try (ServerProcess server = ServerProcess.start(data, heap, settings)) {
            question = prepare(server, query, directory.resolve("out"));
            answer = server.number(question);
            if (!journal) {
                server.execute("CHECKPOINT");
                bytes = server.number("SELECT MAX(state_bytes) FROM sys.checkpoints");
            }
            server.kill();
        }
        long start = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(data, heap, settings)) {
            long ready = System.nanoTime() - start;
            long again = server.number(question);
            long answered = System.nanoTime() - start;
            Duration cpu = server.cpu();
            if (again != answer) {
                throw new IllegalStateException(
                        query.name() + " gave " + answer + " before the kill, and " + again + " after it");
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-5s %12d %10.2f %10.2f %10.2f%n",
                    query.name(),
                    bytes >> 20,
                    ready / 1e9,
                    answered / 1e9,
                    cpu.toMillis() / 1e3);
        }
    }

    /** Lets a server compute a query, and answers what its first answer is after the kill. */
    private String prepare(ServerProcess server, NexmarkQuery query, Path output) throws SQLException {
        NexmarkScript streams = NexmarkScript.read("files");
        NexmarkScript script = NexmarkScript.read(query.name());
        for (String input : query.inputs()) {
            server.execute(
                    streams.stream(input, "connector='nexmark', 'table'='" + input + "', 'events'='" + events + "'"));
        }
        for (String statement : script.preparations()) {
            server.execute(statement);
        }
        String statement = script.statement(output);
        server.execute(statement);
        server.awaitDelivery();
        return statement.startsWith("CREATE SINK")
                ? "SELECT rows_out FROM sys.queries WHERE name = 'result'"
                : "SELECT COUNT(*) FROM result";
    }
}
