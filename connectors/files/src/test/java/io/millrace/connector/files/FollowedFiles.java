package io.millrace.connector.files;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.CollectedRejects;
import io.millrace.connector.testkit.PageText;
import io.millrace.connector.testkit.Specs;
import io.millrace.connector.testkit.TrialReading;
import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory with files that grow and move, a source that follows them, and what has come from it. */
final class FollowedFiles implements AutoCloseable {

    private static final Admission TWO_ROWS = new Admission(2, Long.MAX_VALUE, 1);

    private final Path directory;
    private final Map<String, String> options;
    private final Map<String, Offset> offsets = new HashMap<>();
    private final Map<String, Split> splits = new LinkedHashMap<>();
    private final List<String> rows = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Duration later = Duration.ZERO;
    private ReplayableSource source;
    private int next;

    FollowedFiles(Path directory, Map<String, String> options) {
        this.directory = directory;
        this.options = options;
    }

    /** Opens the source, again with what it has read before as a server does that was started anew. */
    void open() {
        if (source != null) {
            source.close();
        }
        source = (ReplayableSource) Specs.of(
                        new FilesConnector(),
                        Optional.of(new JsonFormat()),
                        List.of(FilesFixture.column("id", io.millrace.spi.data.Type.BIGINT)),
                        directory,
                        options)
                .open(new LaterClock());
    }

    /** The machine's clock, moved ahead. */
    private final class LaterClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(later);
        }
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    static String line(int id) {
        return "{\"id\":" + id + "}\n";
    }

    /** Appends lines with the next numbers. */
    void write(String name, int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line(next++));
        }
        append(name, text.toString());
    }

    void append(String name, String text) throws IOException {
        Files.writeString(path(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How many lines were numbered. */
    int written() {
        return next;
    }

    /** Polls once and reads what there is. */
    void poll() {
        poll(TrialReading.ALL);
    }

    void pollTwoRows() {
        poll(TWO_ROWS);
    }

    private List<Split> poll(Admission admission) {
        List<Split> found = source.poll(Map.copyOf(offsets), admission);
        for (Split split : found) {
            offsets.put(split.partition(), split.end());
            splits.merge(
                    split.partition(),
                    split,
                    (first, more) -> new Split(first.partition(), first.start(), more.end(), 0));
            CollectedRejects rejects = new CollectedRejects();
            rows.addAll(PageText.of(TrialReading.pages(source.readers(), List.of(split), new int[] {0}, rejects)));
            rejects.all().forEach(reject -> refused.add(reject.raw()));
        }
        return found;
    }

    /** Polls until nothing more comes although files have rested. */
    void readAll() {
        later = Duration.ofSeconds(60);
        while (!poll(TrialReading.ALL).isEmpty()) {
            // goes on
        }
        later = Duration.ZERO;
    }

    /** The rows that have come, in the order of their numbers. */
    List<Integer> rows() {
        return rows.stream().map(Integer::valueOf).sorted().toList();
    }

    /** Records that could not be read. */
    List<String> refused() {
        return refused;
    }

    /** What a SELECT reads of the partitions now: all but those that are gone. */
    List<Integer> selected() {
        List<String> selected = new ArrayList<>();
        for (Split split : splits.values()) {
            try {
                selected.addAll(TrialReading.rows(source.readers(), List.of(split), new int[] {0}));
            } catch (MillraceException e) {
                if (e.code() != ErrorCode.SOURCE_GONE) {
                    throw e;
                }
            }
        }
        return selected.stream().map(Integer::valueOf).sorted().toList();
    }

    /** What a new view reads: everything from the start, up to what was read before. */
    List<Integer> backfilled() {
        Map<String, Offset> position = new HashMap<>();
        List<Split> remaining = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Split split : source.poll(Map.copyOf(position), TrialReading.ALL)) {
                Offset limit = offsets.get(split.partition());
                Split known = limit == null ? split : split.until(limit);
                if (limit != null && !known.isEmpty()) {
                    remaining.add(known);
                    position.merge(split.partition(), known.end(), Offset::max);
                    more = true;
                }
            }
        }
        return TrialReading.rows(source.readers(), remaining, new int[] {0}).stream()
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    Map<String, String> problems() {
        return source.problems();
    }

    Map<String, String> gone() {
        return source.gone();
    }

    ReplayableSource source() {
        return source;
    }

    Map<String, Offset> offsets() {
        return offsets;
    }

    @Override
    public void close() {
        source.close();
    }
}
