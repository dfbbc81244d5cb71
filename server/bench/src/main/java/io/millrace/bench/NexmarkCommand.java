package io.millrace.bench;

import io.millrace.connector.generator.nexmark.NexmarkFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench nexmark}: runs queries of Nexmark, each in a server process of its own with the JVM options of this one, and
 * prints what they cost.
 */
@Command(
        name = "nexmark",
        description = "Runs queries of Nexmark, each in a server process of its own, and prints what they cost.",
        mixinStandardHelpOptions = true)
final class NexmarkCommand implements Callable<Integer> {

    private static final long EVENTS_PER_SECOND = 10_000;

    /** Where the events come from. */
    enum EventSource {
        generator,
        files
    }

    @Option(names = "--queries", split = ",", description = "which queries, default all: ${DEFAULT-VALUE}")
    private List<String> queries =
            NexmarkQuery.all().stream().map(NexmarkQuery::name).toList();

    @Option(
            names = "--events",
            description = "events generated: persons, auctions and bids together (${DEFAULT-VALUE})")
    private long events = 5_000_000;

    @Option(names = "--source", description = "generator or files (${DEFAULT-VALUE})")
    private EventSource source = EventSource.generator;

    @Option(names = "--set", description = "a setting of the server, key=value, for example partitions=1")
    private List<String> settings = List.of();

    @Option(names = "--runs", description = "runs per query; the median by CPU time is printed (${DEFAULT-VALUE})")
    private int runs = 1;

    @Option(names = "--heap", description = "heap of the server process (${DEFAULT-VALUE})")
    private String heap = "8g";

    @Option(names = "--jvm", split = ",", description = "further JVM options of the server process")
    private List<String> jvmOptions = List.of();

    @Option(names = "--nodes", description = "also print what each node of the graph did")
    private boolean nodes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<NexmarkQuery> chosen = queries.stream().map(NexmarkQuery::named).toList();
        Path directory = Files.createTempDirectory("millrace-nexmark");
        try {
            if (source == EventSource.files) {
                NexmarkFiles.write(directory, events, EVENTS_PER_SECOND);
            }
            System.out.println(Measurement.header());
            for (NexmarkQuery query : chosen) {
                List<Measurement> measured = new ArrayList<>();
                for (int run = 0; run < runs; run++) {
                    measured.add(runChild(query, directory));
                }
                measured.sort(Comparator.comparingLong(Measurement::cpuNanos));
                System.out.println(measured.get(measured.size() / 2)
                        .text(source == EventSource.files ? query.filesTarget() : query.memoryTarget()));
            }
            return 0;
        } finally {
            Directories.delete(directory);
        }
    }

    private Measurement runChild(NexmarkQuery query, Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(
                1,
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(option -> option.startsWith("-XX:") || option.startsWith("-D"))
                        .toList());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                NexmarkRun.class.getName(),
                query.name(),
                Long.toString(events),
                directory.toString(),
                Boolean.toString(source == EventSource.files),
                Boolean.toString(nodes)));
        command.addAll(settings);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Measurement measured = null;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (Measurement.isLine(line)) {
                    measured = Measurement.parse(line);
                } else {
                    System.out.println(line);
                }
            }
        }
        int exit = process.waitFor();
        if (exit != 0 || measured == null) {
            throw new IllegalStateException("the run of " + query.name() + " ended with exit code " + exit);
        }
        return measured;
    }
}
