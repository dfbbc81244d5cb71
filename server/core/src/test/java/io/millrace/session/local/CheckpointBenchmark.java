package io.millrace.session.local;

import io.millrace.config.Settings;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.history.History;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import io.millrace.journal.storage.DiskStorage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** How long a cut of a large state takes, how fast it is written and restored, and what INSERTs feel of it. Run by hand. */
final class CheckpointBenchmark {

    private static final UUID SERVER = new UUID(1, 2);
    private static final PrintStream OUT = System.out;

    private CheckpointBenchmark() {}

    /** @param arguments how many groups; then the directory */
    public static void main(String[] arguments) throws IOException {
        long groups = Long.parseLong(arguments[0]);
        Path directory = Files.createTempDirectory(Path.of(arguments[1]), "checkpoints");
        String definitions = "CREATE STREAM g (id BIGINT, x BIGINT, t VARCHAR) WITH (connector = 'generator', rows = "
                + groups + ", fields.id.kind = 'sequence', fields.x.max = 1000000, fields.t.length = 40);"
                + "CREATE STREAM s (id BIGINT, x BIGINT, t VARCHAR);"
                + "CREATE MATERIALIZED VIEW big AS SELECT id, COUNT(*) AS n, SUM(x) AS x, MAX(t) AS t FROM"
                + " (SELECT * FROM g UNION ALL SELECT * FROM s) GROUP BY id;";
        try (TestServer server = server(directory)) {
            timed("backfill", () -> server.run(definitions));
            OUT.println("state " + server.rows("SELECT name, state_rows, state_bytes FROM sys.queries"));
            insert(server, groups, 200);
            CheckpointStore store = store(directory);
            for (int time = 0; time < 5; time++) {
                timed(
                        "cut",
                        () -> OUT.println("batch "
                                + server.service()
                                        .driver()
                                        .restart()
                                        .cut(List.of("g", "s", "big"))
                                        .orElseThrow()
                                        .batch()));
                insert(server, groups, 20);
            }
            write(server, store, groups, "whole");
            insert(server, groups, 200);
            write(server, store, groups, "20,000 rows changed");
            write(server, store, groups, "what came while the last was written");
        }
        try (TestServer server = server(directory)) {
            Driver driver = server.service().driver();
            driver.restart().begin(true);
            server.run(definitions);
            long start = System.nanoTime();
            StoredCheckpoint checkpoint = store(directory).newest().orElseThrow();
            OUT.println("verify " + millis(start) + " ms, " + (checkpoint.bytes() >> 20) + " MiB");
            timed("restore", () -> driver.restart().restore(checkpoint.facts(), checkpoint));
            driver.restart().end(History.NONE);
            timed("first insert", () -> insert(server, groups, 1));
            OUT.println(server.rows("SELECT COUNT(*), SUM(n) FROM big"));
        }
    }

    private static TestServer server(Path directory) {
        return new TestServer(Settings.defaults().with("partitions", "2"), Clock.systemUTC(), directory);
    }

    private static CheckpointStore store(Path directory) throws IOException {
        return CheckpointStore.open(new DiskStorage(), directory.resolve("checkpoints"), SERVER);
    }

    private static void write(TestServer server, CheckpointStore store, long groups, String what) {
        Driver driver = server.service().driver();
        long start = System.nanoTime();
        DriverCut cut = driver.restart().cut(List.of("g", "s", "big")).orElseThrow();
        double cutMillis = millis(start);
        CompletableFuture<CheckpointStore.Written> writing = CompletableFuture.supplyAsync(() -> {
            try {
                return store.write(new CheckpointHead(1, cut.batch(), 0, 0), new byte[0], cut.state());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        List<Double> latencies = new ArrayList<>();
        while (!writing.isDone() || latencies.size() < 50) {
            long before = System.nanoTime();
            insert(server, groups, 1);
            latencies.add(millis(before));
        }
        latencies.sort(null);
        CheckpointStore.Written written = writing.join();
        OUT.printf(
                "%s: cut %.1f ms; %d files, %.1f MiB of %.1f MiB in %.0f ms; %d inserts of 100 rows beside: p50 %.1f, max %.1f ms%n",
                what,
                cutMillis,
                written.files(),
                written.bytes() / 1048576.0,
                written.stateBytes() / 1048576.0,
                written.nanos() / 1e6,
                latencies.size(),
                latencies.get(latencies.size() / 2),
                latencies.get(latencies.size() - 1));
    }

    private static void insert(TestServer server, long groups, int times) {
        Random random = new Random();
        for (int time = 0; time < times; time++) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 100; row++) {
                rows.add("(" + random.nextLong(groups) + ", 1, 'text " + random.nextInt() + "')");
            }
            server.run("INSERT INTO s VALUES " + String.join(", ", rows));
        }
    }

    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        OUT.println(what + " " + millis(start) + " ms");
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
