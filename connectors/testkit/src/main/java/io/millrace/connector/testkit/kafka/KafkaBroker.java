package io.millrace.connector.testkit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real broker of Kafka, which is its own controller, in a process of its own: its jars are on the class path of the test. It can be
 * killed and started again, with what it has stored and at the same address.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private Process process;

    private KafkaBroker(Path directory) {
        this.directory = directory;
    }

    /** Starts a broker that keeps its data in a directory. */
    public static KafkaBroker start(Path directory) {
        KafkaBroker broker = new KafkaBroker(directory);
        broker.start();
        return broker;
    }

    /** Where clients connect. */
    public String address() {
        return "localhost:" + port;
    }

    /** Starts it, again after {@link #kill}; returns when it takes connections. */
    public void start() {
        Path settings = directory.resolve("server.properties");
        try {
            Files.write(settings, settings());
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx300m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            BrokerProcess.class.getName(),
                            settings.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("broker.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> settings() {
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@localhost:" + controllerPort,
                "controller.listener.names=CONTROLLER",
                "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort,
                "advertised.listeners=PLAINTEXT://localhost:" + port,
                "log.dirs=" + directory.resolve("data"),
                "offsets.topic.replication.factor=1",
                "transaction.state.log.replication.factor=1",
                "transaction.state.log.min.isr=1",
                "transaction.state.log.num.partitions=2",
                "offsets.topic.num.partitions=2",
                "group.initial.rebalance.delay.ms=0",
                "auto.create.topics.enable=false");
    }

    private void awaitConnections() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            try (Socket probe = new Socket(InetAddress.getByName("localhost"), port)) {
                if (probe.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                pause();
            }
        }
        throw new IllegalStateException("the broker did not start; see " + directory.resolve("broker.log"));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it without any warning. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
