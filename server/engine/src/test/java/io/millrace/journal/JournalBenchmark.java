package io.millrace.journal;

import io.millrace.journal.storage.DiskStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the journal costs on this disk: run by hand, with the directory to use as argument. */
final class JournalBenchmark {

    private static final byte[] SMALL = new byte[1024];
    private static final byte[] LARGE = new byte[8 << 20];

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]).resolve("journal-benchmark");
        for (Durability durability : Durability.values()) {
            delete(directory);
            try (Journal journal = open(directory, durability)) {
                latency(journal, 500);
                System.out.println(durability);
                latency(journal, 3000);
                many(journal, 64, 500);
                large(journal);
                System.out.println("  " + journal.status());
            }
            long start = System.nanoTime();
            try (Journal journal = open(directory, durability)) {
                System.out.printf(Locale.ROOT, "  open %.3f s, ", seconds(start));
                start = System.nanoTime();
                long bytes = 0;
                try (JournalReader reader = journal.read(1)) {
                    while (reader.advance()) {
                        bytes += reader.bytes();
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "read %d MB in %.3f s: %.0f MB/s%n",
                        bytes >> 20,
                        seconds(start),
                        bytes / 1e6 / seconds(start));
            }
        }
        delete(directory);
    }

    private static Journal open(Path directory, Durability durability) {
        return Journal.open(directory, durability, Duration.ofMillis(200), new DiskStorage());
    }

    private static void latency(Journal journal, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            journal.await(journal.append(RecordType.BATCH, SMALL, 0, SMALL.length));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "  1 thread, 1 KB: p50 %d us, p99 %d us%n",
                nanos[count / 2] / 1000,
                nanos[count * 99 / 100] / 1000);
    }

    private static void many(Journal journal, int threads, int each) throws InterruptedException {
        long fsyncs = journal.status().fsyncs();
        long start = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    journal.await(journal.append(RecordType.BATCH, SMALL, 0, SMALL.length));
                }
            });
            thread.start();
            running.add(thread);
        }
        for (Thread thread : running) {
            thread.join();
        }
        System.out.printf(
                Locale.ROOT,
                "  %d threads, 1 KB: %.0f records/s, %d fsyncs for %d records%n",
                threads,
                threads * each / seconds(start),
                journal.status().fsyncs() - fsyncs,
                threads * each);
    }

    private static void large(Journal journal) {
        long start = System.nanoTime();
        int count = 64;
        for (int i = 0; i < count; i++) {
            journal.await(journal.append(RecordType.BATCH, LARGE, 0, LARGE.length));
        }
        System.out.printf(Locale.ROOT, "  1 thread, 8 MB: %.0f MB/s%n", count * (LARGE.length / 1e6) / seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
