package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.testkit.kafka.KafkaBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows go from a topic through views to other topics, while the server and the broker are killed. {@code -Dcrash.rounds} gives the number
 * of rounds.
 */
class KafkaPipelineIT {

    private static final int FEW_ROUNDS = 2;
    private static final int MANY_ROUNDS = 100;
    private static final int PARTITIONS = 3;
    private static final int KEYS = 20;

    @TempDir
    Path directory;

    private KilledServer server;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void everyRecordCountsOnceWhenServerAndBrokerAreKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", FEW_ROUNDS));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void everyRecordCountsOnceHoweverOftenServerAndBrokerAreKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", MANY_ROUNDS));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void serverThatStartsWithoutTheBrokerLetsOthersWorkAndGoesOnWhenItIsThere() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(directory.resolve("kafka")))) {
            Topics topics = new Topics(broker);
            topics.create(PARTITIONS, "numbers", "doubled", "counts");
            start();
            define(broker.address());
            server.run("CREATE TABLE others (n BIGINT)");
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(topics, ended));
            TimeUnit.MILLISECONDS.sleep(1_000);
            ended.set(true);
            writer.get(1, TimeUnit.MINUTES);
            awaitDelivery();
            server.run("CHECKPOINT"); // after which no query pauses for its sink
            writeFew(topics);
            for (int i = 0;
                    i < 600
                            && server.column("SELECT k FROM counts WHERE s >= 1000000")
                                            .size()
                                    < KEYS;
                    i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            awaitDelivery();
            server.run("INSERT INTO others VALUES (1)");
            server.kill();
            broker.kill();
            start();
            server.run("INSERT INTO others SELECT COUNT(*) FROM others");
            assertThat(waiting()).contains("counts", "doubled", "counted");
            broker.start();
            compare(topics);
            assertThat(waiting()).isEmpty();
        } finally {
            if (server != null) {
                server.kill();
            }
        }
    }

    private static void writeFew(Topics topics) {
        try (KafkaProducer<String, String> producer = topics.producer()) {
            for (long n = 1_000_000; n < 1_000_050; n++) {
                producer.send(new ProducerRecord<>("numbers", "k" + n % KEYS, "{\"n\":" + n + "}"));
            }
        }
    }

    private List<String> waiting() throws Exception {
        return server.column("SELECT name FROM sys.queries WHERE status = 'WAITING'");
    }

    private void run(int rounds) throws Exception {
        Random random = new Random();
        try (KafkaBroker broker = KafkaBroker.start(Files.createDirectory(directory.resolve("kafka")))) {
            Topics topics = new Topics(broker);
            topics.create(PARTITIONS, "numbers", "doubled", "counts");
            start();
            define(broker.address());
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(topics, ended));
            for (int round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2_000));
                if (round % 2 == 0) {
                    server.kill();
                    start();
                } else {
                    broker.kill();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                    broker.start();
                }
            }
            ended.set(true);
            writer.get(4, TimeUnit.MINUTES);
            compare(topics);
        } finally {
            if (server != null) {
                server.kill();
            }
        }
    }

    private void start() throws Exception {
        server = KilledServer.launch(directory);
        server.awaitReady();
    }

    private void define(String brokers) throws Exception {
        String kafka = " WITH (connector = 'kafka', brokers = '" + brokers + "', format = 'json', topic = ";
        server.run(
                "CREATE STREAM numbers (n BIGINT, k VARCHAR METADATA FROM 'key')" + kafka + "'numbers')",
                "CREATE MATERIALIZED VIEW counts AS SELECT k, COUNT(*) AS c, SUM(n) AS s FROM numbers GROUP BY k",
                "CREATE SINK doubled AS SELECT STREAM n, n * 2 AS d FROM numbers" + kafka + "'doubled')",
                "CREATE SINK counted AS SELECT k, COUNT(*) AS c, SUM(n) AS s FROM numbers GROUP BY k EMIT CHANGES"
                        + kafka + "'counts', mode = 'upsert', key = 'k')",
                "CREATE TABLE counted_again (k VARCHAR METADATA FROM 'key', c BIGINT NOT NULL, s BIGINT, PRIMARY KEY (k))"
                        + kafka + "'counts', mode = 'upsert')",
                "CREATE MATERIALIZED VIEW again AS SELECT k, c, s FROM counted_again");
    }

    private static void write(Topics topics, AtomicBoolean ended) {
        try (KafkaProducer<String, String> producer = topics.producer()) {
            for (long n = 0; !ended.get(); n++) {
                producer.send(new ProducerRecord<>("numbers", "k" + n % KEYS, "{\"n\":" + n + "}"));
                if (n % 50 == 0) {
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void compare(Topics topics) throws Exception {
        List<Long> numbers = new ArrayList<>();
        topics.values("numbers").forEach(value -> numbers.add(Long.parseLong(value.replaceAll("\\D", ""))));
        assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(100);
        Map<String, String> expected = new TreeMap<>();
        for (int key = 0; key < KEYS; key++) {
            int mine = key;
            List<Long> of = numbers.stream().filter(n -> n % KEYS == mine).toList();
            expected.put(
                    "k" + key,
                    of.size() + "|" + of.stream().mapToLong(Long::longValue).sum());
        }
        awaitTotals("counts", expected);
        awaitDelivery();
        // a broker that has committed shows it a little later
        for (int i = 0; i < 100 && topics.values("doubled").size() < numbers.size(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Map<String, Integer> doubled = new TreeMap<>();
        topics.values("doubled").forEach(row -> doubled.merge(row, 1, Integer::sum));
        numbers.forEach(n -> doubled.merge("{\"n\":" + n + ",\"d\":" + 2 * n + "}", -1, Integer::sum));
        doubled.values().removeIf(count -> count == 0);
        assertThat(doubled)
                .as("rows that the sink has too often, or too seldom")
                .isEmpty();
        Map<String, String> counted = new TreeMap<>();
        topics.table("counts")
                .forEach((key, value) ->
                        counted.put(key, value.replaceAll(".*\"c\":(\\d+),\"s\":\"?(\\d+).*", "$1|$2")));
        assertThat(counted).isEqualTo(expected);
        awaitTotals("again", expected);
    }

    private void awaitTotals(String view, Map<String, String> expected) throws Exception {
        Map<String, String> seen = Map.of();
        for (int i = 0; i < 600 && !seen.equals(expected); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            seen = new TreeMap<>();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT k, c, s FROM " + view)) {
                while (rows.next()) {
                    seen.put(rows.getString(1), rows.getLong(2) + "|" + rows.getLong(3));
                }
            }
        }
        assertThat(seen).as(view).isEqualTo(expected);
    }

    /** Waits until sinks have what the views have: a query that paused, because much waited for its sink, reads the rest later. */
    private void awaitDelivery() throws Exception {
        List<String> behind = List.of("not asked yet");
        for (int i = 0; i < 600 && !behind.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
            behind = new ArrayList<>();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT name || ' ' || status || ' ' || COALESCE(failure, '') FROM sys.sinks"
                                    + " WHERE status <> 'RUNNING' OR query_status <> 'RUNNING' OR lag_batches > 0")) {
                while (rows.next()) {
                    behind.add(rows.getString(1));
                }
            }
        }
        assertThat(behind).as("sinks that are behind").isEmpty();
    }
}
