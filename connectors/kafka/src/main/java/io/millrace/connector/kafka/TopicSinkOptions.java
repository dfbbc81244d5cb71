package io.millrace.connector.kafka;

import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What {@code WITH (…)} says about a sink.
 *
 * @param key columns that make the key of a record; none where it has none
 * @param upsert whether a record replaces the one with the same key
 * @param replace whether what is known of an earlier sink of this name is forgotten
 * @param connection properties of all its clients
 * @param compression of records
 */
record TopicSinkOptions(
        String topic,
        int[] key,
        boolean upsert,
        boolean replace,
        Supplier<Map<String, Object>> connection,
        String compression) {

    static List<Option> declared() {
        List<Option> options = new ArrayList<>(ClientOptions.DECLARED);
        options.add(Option.required("topic", Kind.STRING, "the topic to write to; it must exist"));
        options.add(
                Option.withDefault(
                        "mode",
                        Kind.STRING,
                        "append",
                        "'append': rows are added; 'upsert': a record replaces the one with its key, one without value deletes it"));
        options.add(Option.optional(
                "key", Kind.STRING, "the columns that make the key of a record, by which it finds its partition"));
        options.add(
                Option.withDefault("compression", Kind.STRING, "none", "'none', 'gzip', 'snappy', 'lz4' or 'zstd'"));
        options.add(Option.withDefault(
                "existing",
                Kind.STRING,
                "refuse",
                "'refuse': no earlier sink of this name may have delivered anything; 'replace': that is forgotten"));
        return options;
    }

    static SinkCapabilities capabilities(Options options) {
        boolean upsert = upsert(options);
        return new SinkCapabilities(true, upsert, upsert, true);
    }

    static TopicSinkOptions of(SinkDefinition definition) {
        Options options = definition.options();
        boolean upsert = upsert(options);
        return new TopicSinkOptions(
                options.string("topic").orElseThrow(),
                key(definition, upsert),
                upsert,
                oneOf(options, "existing", "refuse", "replace").equals("replace"),
                ClientOptions.clients(options),
                oneOf(options, "compression", "none", "gzip", "snappy", "lz4", "zstd"));
    }

    private static boolean upsert(Options options) {
        return oneOf(options, "mode", "append", "upsert").equals("upsert");
    }

    private static String oneOf(Options options, String name, String... values) {
        String value = options.string(name).orElse(values[0]);
        if (!Arrays.asList(values).contains(value)) {
            throw ClientOptions.invalid(name, value, "one of '" + String.join("', '", values) + "'");
        }
        return value;
    }

    private static int[] key(SinkDefinition definition, boolean upsert) {
        Optional<String> given = definition.options().string("key");
        Optional<List<Integer>> known = definition.key().filter(columns -> !columns.isEmpty());
        if (given.isPresent()) {
            int[] key = named(given.get(), definition.rowType());
            if (upsert) {
                definition.key().ifPresent(columns -> columns.forEach(column -> contains(key, column, definition)));
            }
            return key;
        }
        if (upsert && known.isEmpty()) {
            throw invalid(
                    "option 'mode' is 'upsert', but the query has no key that is known; name the columns that tell"
                            + " its rows apart with option 'key'");
        }
        return upsert ? known.get().stream().mapToInt(Integer::intValue).toArray() : new int[0];
    }

    private static int[] named(String text, RowType rowType) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .mapToInt(name -> rowType.indexOf(name)
                        .orElseThrow(
                                () -> invalid("option 'key' names \"" + name + "\", but the query has no such column")))
                .toArray();
    }

    private static void contains(int[] key, int column, SinkDefinition definition) {
        if (IntStream.of(key).noneMatch(mine -> mine == column)) {
            throw invalid("option 'key' leaves out \""
                    + definition.rowType().field(column).name()
                    + "\", in which rows of the query with the same key may differ; add that column");
        }
    }

    private static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.OPTION_INVALID, text);
    }
}
