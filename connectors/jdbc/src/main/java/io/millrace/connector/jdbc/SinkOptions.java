package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.Database;
import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.spi.connector.SinkCapabilities;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code WITH (…)} says about a sink.
 *
 * @param key the columns of the query that tell rows apart in the table; empty when rows are only added
 */
record SinkOptions(DatabaseAccess access, String table, Optional<int[]> key, boolean replace) {

    static final List<Option> DECLARED = Stream.concat(
                    DatabaseAccess.DECLARED.stream(),
                    Stream.of(
                            Option.required(
                                    "table",
                                    Kind.STRING,
                                    "the table to write to, with its schema or without; it must exist"),
                            Option.withDefault(
                                    "mode",
                                    Kind.STRING,
                                    "append",
                                    "'append': rows are added; 'upsert': rows are replaced and deleted by key"),
                            Option.optional(
                                    "key",
                                    Kind.STRING,
                                    "for 'upsert', the columns that tell rows apart, when not those of the query's key"),
                            Option.withDefault(
                                    "existing",
                                    Kind.STRING,
                                    "refuse",
                                    "'refuse': millrace_commit must not know a sink of this name; 'replace': what it says of one is forgotten")))
            .toList();

    static SinkCapabilities capabilities(Options options) {
        boolean upsert = upsert(options);
        return new SinkCapabilities(true, upsert, upsert, true);
    }

    static SinkOptions of(SinkDefinition definition) {
        Options options = definition.options();
        return new SinkOptions(
                DatabaseAccess.of(options),
                options.string("table").orElseThrow(),
                upsert(options) ? Optional.of(key(definition)) : noKey(options),
                oneOf(options, "existing", "refuse", "replace").equals("replace"));
    }

    Database database() {
        return access.database();
    }

    private static boolean upsert(Options options) {
        return oneOf(options, "mode", "append", "upsert").equals("upsert");
    }

    private static String oneOf(Options options, String name, String first, String second) {
        String value = options.string(name).orElse(first);
        if (!value.equals(first) && !value.equals(second)) {
            throw invalid("option '" + name + "' is '" + value + "', but must be '" + first + "' or '" + second + "'");
        }
        return value;
    }

    private static Optional<int[]> noKey(Options options) {
        if (options.string("key").isPresent()) {
            throw invalid("option 'key' is of use with mode = 'upsert' only");
        }
        return Optional.empty();
    }

    private static int[] key(SinkDefinition definition) {
        RowType rowType = definition.rowType();
        Optional<List<Integer>> known = definition.key();
        Optional<String> given = definition.options().string("key");
        if (given.isEmpty()) {
            return known
                    .filter(columns -> !columns.isEmpty())
                    .orElseThrow(
                            () -> invalid("option 'mode' is 'upsert', but the query has no key that is known; name the"
                                    + " columns that tell its rows apart with option 'key'"))
                    .stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        int[] key = Arrays.stream(given.get().split(",", -1))
                .mapToInt(name -> rowType.indexOf(name.strip())
                        .orElseThrow(() -> invalid(
                                "option 'key' names \"" + name.strip() + "\", but the query has no such column")))
                .toArray();
        known.ifPresent(columns -> columns.forEach(column -> {
            if (Arrays.stream(key).noneMatch(mine -> mine == column)) {
                throw invalid(
                        "option 'key' is '" + given.get() + "', but the query may have several rows that differ in \""
                                + rowType.field(column).name() + "\" only; add that column");
            }
        }));
        return key;
    }

    private static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.OPTION_INVALID, text);
    }
}
