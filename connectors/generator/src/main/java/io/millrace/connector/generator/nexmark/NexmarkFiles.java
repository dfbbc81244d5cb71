package io.millrace.connector.generator.nexmark;

import io.millrace.connector.generator.MadeColumns;
import io.millrace.connector.generator.OptionTimes;
import io.millrace.connector.generator.nexmark.NexmarkColumns.Made;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Writes Nexmark events as JSON lines, for benchmarks of the files connector. */
public final class NexmarkFiles {

    private static final int BLOCK = 1 << 20;

    private NexmarkFiles() {}

    /** Writes {@code person.jsonl}, {@code auction.jsonl} and {@code bid.jsonl} of the first events into a directory. */
    public static void write(Path directory, long events, long eventsPerSecond) throws IOException {
        write(directory, events, eventsPerSecond, NexmarkConnector.FIRST_TIME);
    }

    /** The same with the event time of the first event, as the connector's option {@code first.event.time} takes it. */
    public static void write(Path directory, long events, long eventsPerSecond, String firstTime) throws IOException {
        Files.createDirectories(directory);
        NexmarkTimeline timeline =
                new NexmarkTimeline(OptionTimes.millis("first.event.time", firstTime), eventsPerSecond);
        for (NexmarkTable table : List.of(NexmarkTable.PERSON, NexmarkTable.AUCTION, NexmarkTable.BID)) {
            write(directory.resolve(table.text() + ".jsonl"), table, events, timeline);
        }
    }

    private static void write(Path file, NexmarkTable table, long events, NexmarkTimeline timeline) throws IOException {
        List<Made> made = table.columns(timeline, 0);
        MadeColumns columns = new MadeColumns(made.stream().map(Made::column).toList());
        int[] all = IntStream.range(0, made.size()).toArray();
        JsonLines lines = new JsonLines(made.stream().map(Made::field).toList(), BLOCK);
        long[] offsets = new long[Page.MAX_ROWS];
        try (OutputStream out = Files.newOutputStream(file)) {
            long next = 0;
            for (int count; (count = table.collect(next, events, offsets)) > 0; next = offsets[count - 1] + 1) {
                lines.append(columns.make(offsets, count, all));
                lines.writeTo(out);
            }
        }
    }

    /** Arguments: directory, number of events, and, if not 10,000, events per second of event time. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("arguments: <directory> <events> [<events per second of event time>]");
        }
        long perSecond = arguments.length > 2 ? Long.parseLong(arguments[2]) : 10_000;
        write(Path.of(arguments[0]), Long.parseLong(arguments[1]), perSecond);
    }
}
