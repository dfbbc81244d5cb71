package io.millrace.connector.kafka;

import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code WITH (…)} says about a source.
 *
 * @param topics those that must be there
 * @param pattern of further topics, which may come later
 * @param since epoch milliseconds, when records begin at a time
 * @param from offsets at which partitions begin, when they do at offsets; by name, or by number for those of all topics
 * @param upsert whether a record replaces the one with its key
 * @param bounded whether nothing is read beyond what there is when the source is opened
 * @param refreshMillis how often to look for new topics and partitions
 */
record SourceOptions(
        Set<String> topics,
        Optional<Pattern> pattern,
        Optional<Long> since,
        Map<String, Long> from,
        boolean upsert,
        boolean bounded,
        long refreshMillis) {

    private static final String EARLIEST = "earliest";
    private static final String NEVER = "never";
    private static final String LATEST = "latest";
    /** This and the last one are found out by the server before anything is read. */
    private static final List<String> WORDS = List.of(EARLIEST, LATEST, "resume");

    private static final String PLACE = "\\s*(?:([^\\s,:]+)-)?(\\d{1,9})\\s*:\\s*(\\d{1,18})\\s*";
    private static final Pattern PLACES = Pattern.compile(PLACE + "(?:," + PLACE + ")*");

    static List<Option> declared() {
        List<Option> options = new ArrayList<>(ClientOptions.DECLARED);
        options.add(Option.optional("topic", Kind.STRING, "the topic, or several of them parted by commas"));
        options.add(Option.optional(
                "topic.pattern",
                Kind.STRING,
                "a regular expression: all topics with such names are read, also those that come later"));
        options.add(
                Option.withDefault(
                        "start",
                        Kind.STRING,
                        EARLIEST,
                        "what START FROM says: 'earliest', 'latest', a time such as '2024-05-01T12:00:00Z', or offsets by partition such as '0:100, orders-1:250'"));
        options.add(Option.withDefault(
                "end",
                Kind.STRING,
                NEVER,
                "'never', or 'latest': what the topic holds when the server opens it is all that is read"));
        options.add(
                Option.withDefault(
                        "mode",
                        Kind.STRING,
                        "append",
                        "'append': each record is a row; 'upsert': a record replaces the row with its key, one without value deletes it"));
        options.add(Option.withDefault(
                "refresh.interval", Kind.DURATION, "5 s", "how often to look for new topics and partitions"));
        return options;
    }

    static SourceOptions of(Options options) {
        String start = options.string("start").orElseThrow();
        boolean offsets = PLACES.matcher(start).matches();
        boolean words = WORDS.contains(start);
        return new SourceOptions(
                topics(options),
                options.string("topic.pattern").map(SourceOptions::compile),
                words || offsets ? Optional.empty() : Optional.of(time(start)),
                offsets ? offsets(start) : Map.of(),
                oneOf(options, "mode", "append", "upsert").equals("upsert"),
                oneOf(options, "end", NEVER, LATEST).equals(LATEST),
                options.duration("refresh.interval").orElseThrow().toMillis());
    }

    private static Set<String> topics(Options options) {
        boolean named = options.string("topic").isPresent();
        if (named == options.string("topic.pattern").isPresent()) {
            throw new MillraceException(
                    named ? ErrorCode.OPTION_INVALID : ErrorCode.OPTION_MISSING,
                    "connector 'kafka' takes one of the options 'topic' and 'topic.pattern'");
        }
        Set<String> topics = new TreeSet<>();
        options.string("topic")
                .ifPresent(text ->
                        Arrays.stream(text.split(",", -1)).map(String::strip).forEach(topics::add));
        if (topics.contains("")) {
            throw ClientOptions.invalid("topic", options.string("topic").orElseThrow(), "a name, or several");
        }
        return topics;
    }

    private static Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'topic.pattern': " + e.getDescription() + " in '" + text + "'",
                    e);
        }
    }

    private static String oneOf(Options options, String name, String first, String second) {
        String value = options.string(name).orElse(first);
        if (!value.equals(first) && !value.equals(second)) {
            throw ClientOptions.invalid(name, value, "'" + first + "' or '" + second + "'");
        }
        return value;
    }

    private static long time(String start) {
        try {
            return Instant.parse(start).toEpochMilli();
        } catch (DateTimeException e) {
            throw ClientOptions.invalid(
                    "start",
                    start,
                    "'earliest', 'latest', a time such as '2024-05-01T12:00:00Z', or offsets such as '0:100, 1:250'");
        }
    }

    private static Map<String, Long> offsets(String start) {
        Map<String, Long> offsets = new HashMap<>();
        Matcher place = Pattern.compile(PLACE).matcher(start);
        while (place.find()) {
            String partition = place.group(1) == null ? place.group(2) : place.group(1) + "-" + place.group(2);
            offsets.put(partition, Long.parseLong(place.group(3)));
        }
        return offsets;
    }

    /** The option that says these places, and those that it said before of partitions which are not among them. */
    static String startAt(Map<String, Offset> places, String before) {
        boolean named = PLACES.matcher(before).matches();
        if (!named && !WORDS.contains(before)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "RESUME cannot tell where partitions stand of which nothing was read since the TIMESTAMP that the one began at"
                            + " which is replaced; write START FROM OFFSETS or NOW");
        }
        Map<String, Long> all = new TreeMap<>(named ? offsets(before) : Map.of());
        places.forEach(
                (partition, offset) -> all.put(partition, KafkaOffset.of(offset).count()));
        return all.entrySet().stream()
                .map(place -> place.getKey() + ":" + place.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Where a partition begins that does so at an offset. */
    long from(TopicPartition partition) {
        Long own = from.get(name(partition));
        return own != null ? own : from.getOrDefault(Integer.toString(partition.partition()), 0L);
    }

    /** Whether a topic is read, that is not one of Kafka's own. */
    boolean reads(String topic) {
        return topics.contains(topic)
                || (!topic.startsWith("__")
                        && pattern.filter(one -> one.matcher(topic).matches()).isPresent());
    }

    /** The name of a partition for the server. */
    static String name(TopicPartition partition) {
        return partition.topic() + "-" + partition.partition();
    }

    static TopicPartition partition(String name) {
        int dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }
}
