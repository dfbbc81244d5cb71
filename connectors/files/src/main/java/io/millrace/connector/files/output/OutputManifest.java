package io.millrace.connector.files.output;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What a sink has written: the batches up to {@code batch}, in the first bytes of some files. Readers who trust it and nothing else see
 * each batch once and as a whole.
 *
 * <p>As text it is JSON, an object a line: one for the sink, one for each file, and a checksum of the lines before it.
 *
 * @param sink its name, as JSON writes it
 */
record OutputManifest(String sink, long epoch, long batch, List<OutputSegment> segments) {

    private static final int FORMAT = 1;
    private static final Pattern HEAD =
            Pattern.compile("\\{\"format\":(\\d+),\"sink\":\"(.*)\",\"epoch\":(\\d+),\"batch\":(\\d+)}");
    private static final Pattern SEGMENT = Pattern.compile(
            "\\{\"file\":\"(.*)\",\"rows\":(\\d+),\"bytes\":(\\d+),\"epoch\":(\\d+),\"batch\":(\\d+),\"begun\":(-?\\d+)(,\"open\":true)?}");
    private static final Pattern CHECK = Pattern.compile("\\{\"crc32c\":(\\d+)}");

    OutputManifest {
        segments = List.copyOf(segments);
    }

    /** That of a sink which has written nothing. */
    static OutputManifest empty(String sinkName) {
        return new OutputManifest(escaped(sinkName), 0, 0, List.of());
    }

    boolean belongsTo(String sinkName) {
        return sink.equals(escaped(sinkName));
    }

    boolean isEmpty() {
        return batch == 0 && segments.isEmpty();
    }

    /** The newest file of each directory. */
    Map<String, OutputSegment> newest() {
        Map<String, OutputSegment> newest = new LinkedHashMap<>();
        segments.forEach(segment -> newest.put(segment.directory(), segment));
        return newest;
    }

    /** The files of which only pieces are there. */
    List<OutputSegment> open() {
        return segments.stream().filter(OutputSegment::open).toList();
    }

    /** With files that are new or have grown. */
    OutputManifest with(long newEpoch, long newBatch, List<OutputSegment> changed) {
        Map<String, OutputSegment> all = new LinkedHashMap<>();
        segments.forEach(segment -> all.put(segment.file(), segment));
        changed.forEach(segment -> all.put(segment.file(), segment));
        return new OutputManifest(sink, newEpoch, newBatch, List.copyOf(all.values()));
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        text.append(
                "{\"format\":%d,\"sink\":\"%s\",\"epoch\":%d,\"batch\":%d}\n".formatted(FORMAT, sink, epoch, batch));
        for (OutputSegment segment : segments) {
            text.append("{\"file\":\"")
                    .append(segment.file())
                    .append("\",\"rows\":")
                    .append(segment.rows());
            text.append(",\"bytes\":")
                    .append(segment.bytes())
                    .append(",\"epoch\":")
                    .append(segment.epoch());
            text.append(",\"batch\":")
                    .append(segment.batch())
                    .append(",\"begun\":")
                    .append(segment.begun());
            text.append(segment.open() ? ",\"open\":true}\n" : "}\n");
        }
        long checksum = checksum(text.toString());
        text.append("{\"crc32c\":").append(checksum).append("}\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty when the bytes are not what {@link #toBytes} has written, or a later version has. */
    static Optional<OutputManifest> of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int last = text.lastIndexOf("\n", text.length() - 2) + 1;
        Matcher check = CHECK.matcher(text.substring(last).strip());
        if (!check.matches() || Long.parseLong(check.group(1)) != checksum(text.substring(0, last))) {
            return Optional.empty();
        }
        List<String> lines = text.substring(0, last).lines().toList();
        Matcher head = HEAD.matcher(lines.isEmpty() ? "" : lines.get(0));
        if (!head.matches() || Integer.parseInt(head.group(1)) != FORMAT) {
            return Optional.empty();
        }
        List<OutputSegment> segments = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher segment = SEGMENT.matcher(line);
            if (!segment.matches()) {
                return Optional.empty();
            }
            segments.add(new OutputSegment(
                    segment.group(1),
                    Long.parseLong(segment.group(2)),
                    Long.parseLong(segment.group(3)),
                    Long.parseLong(segment.group(4)),
                    Long.parseLong(segment.group(5)),
                    Long.parseLong(segment.group(6)),
                    segment.group(7) != null));
        }
        return Optional.of(new OutputManifest(
                head.group(2), Long.parseLong(head.group(3)), Long.parseLong(head.group(4)), segments));
    }

    private static long checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
