package io.millrace.app.outside;

import io.millrace.app.MillraceServer;
import io.millrace.app.directory.Answers;
import io.millrace.app.directory.Archive;
import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.connector.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a killed server of some version has left that had users, and read and wrote a database and topics, which are away since; and the
 * answers that it gave.
 *
 * @param name of the version
 */
record OutsideDirectory(String name) {

    private static final Path RESOURCES = Path.of("src/test/resources/io/millrace/app/golden/outside");

    private static final String FARES = """
            {"op":"c","before":null,"after":{"id":1,"route":"SFO-JFK","price":"XA=="}}
            {"op":"c","before":null,"after":{"id":2,"route":"LAX-ORD","price":"ZA=="}}
            {"op":"u","before":null,"after":{"id":1,"route":"SFO-JFK","price":"ZA=="}}
            """;

    static Stream<String> names() throws IOException {
        return Archive.names(RESOURCES);
    }

    void unpack(Path directory) throws IOException {
        Archive.unpack(RESOURCES.resolve(name + ".zip"), directory);
    }

    String expected() throws IOException {
        return Files.readString(RESOURCES.resolve(name + ".answers"));
    }

    static MillraceServer open(Path directory) {
        return MillraceServer.start(
                Settings.defaults()
                        .with(Setting.PORT, "0")
                        .with(Setting.PARTITIONS, "2")
                        .with(Setting.DATA_DIR, directory.resolve("data").toString()),
                directory);
    }

    static Connection connect(MillraceServer server, String user) throws SQLException {
        return DriverManager.getConnection(server.url(), user, user + "-secret");
    }

    /**
     * Lets a server of this version work with a database and a broker, takes a checkpoint, reads and writes more, takes both away, and
     * keeps what there would be if the server were killed then. The answers are its own.
     */
    void make(Path directory) throws Exception {
        Path first = Files.createDirectories(directory.resolve("first"));
        Path second = directory.resolve("second");
        Files.writeString(first.resolve("fares.json"), FARES);
        GuardedDatabase database = new GuardedDatabase();
        KafkaBroker broker = KafkaBroker.start(Files.createDirectory(directory.resolve("kafka")));
        MillraceServer server = open(first);
        try (server) {
            try (database;
                    broker) {
                database.run(
                        "CREATE ROLE shop LOGIN SUPERUSER PASSWORD 'first-word'",
                        "CREATE TABLE suppliers (id BIGINT PRIMARY KEY, name TEXT)",
                        "INSERT INTO suppliers VALUES (1, 'Ann'), (2, 'Bob')",
                        "CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT)",
                        "INSERT INTO customers VALUES (1, 'Cid'), (2, 'Dan')",
                        "CREATE TABLE sizes (id INT PRIMARY KEY, size INT)");
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
                    admin.createTopics(
                                    List.of(new NewTopic("clicks", 1, (short) 1), new NewTopic("sizes", 1, (short) 1)))
                            .all()
                            .get();
                }
                send(broker, 1, 2, 3);
                work(server, database, broker);
            }
            try (Connection connection = connect(server, "root");
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO documents VALUES (5, '{\"kind\":\"b\",\"size\":4}')");
                Files.writeString(RESOURCES.resolve(name + ".answers"), answers(statement));
            }
            KilledCopy.of(first, second);
        }
        Archive.pack(second, RESOURCES.resolve(name + ".zip"));
    }

    private static void work(MillraceServer server, GuardedDatabase database, KafkaBroker broker) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER root PASSWORD 'root-secret'");
        }
        try (Connection connection = connect(server, "root");
                Statement statement = connection.createStatement()) {
            for (String sql : Files.readAllLines(RESOURCES.resolve("make.sql"))) {
                statement.execute(sql.replace("${database}", database.url()).replace("${broker}", broker.address()));
            }
            SinkServer.await(() -> Answers.rows(statement, "SELECT * FROM clicked"), List.of("3 | 6"));
            SinkServer.await(() -> database.text("SELECT COUNT(*) FROM sizes"), "3");
            SinkServer.await(() -> Answers.rows(statement, "SELECT SUM(lag_batches) FROM sys.sinks"), List.of("0"));
            statement.execute("CHECKPOINT");
            send(broker, 4, 5);
            SinkServer.await(() -> Answers.rows(statement, "SELECT * FROM clicked"), List.of("5 | 15"));
            statement.execute("INSERT INTO documents VALUES (4, '{\"kind\":\"a\",\"size\":7}')");
            SinkServer.await(() -> Answers.rows(statement, "SELECT SUM(lag_batches) FROM sys.sinks"), List.of("0"));
        }
    }

    private static void send(KafkaBroker broker, int... numbers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.address()), new StringSerializer(), new StringSerializer())) {
            for (int number : numbers) {
                producer.send(new ProducerRecord<>("clicks", "{\"n\":" + number + "}"))
                        .get();
            }
        }
    }

    /** The answers to all questions. */
    static String answers(Statement statement) throws Exception {
        return Answers.to(Files.readAllLines(RESOURCES.resolve("questions.sql")), statement);
    }
}
