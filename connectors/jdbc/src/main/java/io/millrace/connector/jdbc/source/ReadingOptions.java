package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code WITH (…)} says about a source.
 *
 * @param growing the column that grows; empty when rows are read once
 * @param key columns that tell rows apart; empty for the primary key
 */
record ReadingOptions(
        DatabaseAccess access,
        Optional<String> table,
        Optional<String> query,
        Optional<String> growing,
        Duration pause,
        Duration delay,
        List<String> key,
        int splits,
        int fetchSize) {

    static final List<Option> DECLARED = Stream.concat(
                    DatabaseAccess.DECLARED.stream(),
                    Stream.of(
                            Option.optional(
                                    "table", Kind.STRING, "the table or view to read, with its schema or without"),
                            Option.optional(
                                    "query", Kind.STRING, "instead of 'table', a SELECT in the database's own SQL"),
                            Option.optional(
                                    "key",
                                    Kind.STRING,
                                    "the columns that tell rows apart, by which reading goes on after it broke off, when not the"
                                            + " primary key"),
                            Option.withDefault(
                                    "splits",
                                    Kind.INTEGER,
                                    "4",
                                    "how many ranges of the key are read at the same time, where it is one whole number"),
                            Option.withDefault(
                                    "fetch.size", Kind.INTEGER, "10000", "how many rows the driver fetches at a time"),
                            Option.optional(
                                    "incremental.column",
                                    Kind.STRING,
                                    "a column that grows: rows beyond its greatest value are read again and again"),
                            Option.withDefault(
                                    "incremental.delay",
                                    Kind.DURATION,
                                    "0 s",
                                    "how long a transaction may take to commit after it has given that column its value"),
                            Option.withDefault(
                                    "poll.interval", Kind.DURATION, "1 s", "how often to look for rows beyond")))
            .toList();

    /** Those of tables that are asked for the rows of keys. */
    static final List<Option> LOOKUP = Stream.concat(
                    DECLARED.stream()
                            .filter(option -> option.name().equals("table")
                                    || option.name().equals("query")
                                    || DatabaseAccess.DECLARED.contains(option)),
                    Stream.of(
                            Option.withDefault(
                                    "lookup.cache.ttl",
                                    Kind.DURATION,
                                    "0 s",
                                    "how long what was found for a key is taken for true; 0 asks each time"),
                            Option.withDefault(
                                    "lookup.cache.rows",
                                    Kind.INTEGER,
                                    "100000",
                                    "how many rows, and keys without rows, are kept for that long")))
            .toList();

    private static final int MOST_SPLITS = 64;
    private static final int MOST_FETCHED = 1_000_000;

    static ReadingOptions of(Options options) {
        Optional<String> table = options.string("table");
        Optional<String> query = query(options);
        if (table.isPresent() == query.isPresent()) {
            throw invalid("connector 'jdbc' reads either a 'table' or a 'query'; give one of these options");
        }
        return new ReadingOptions(
                DatabaseAccess.of(options),
                table,
                query,
                options.string("incremental.column").map(String::strip),
                options.duration("poll.interval").orElseThrow(),
                options.duration("incremental.delay").orElseThrow(),
                options.string("key").stream()
                        .flatMap(text -> Arrays.stream(text.split(",", -1)))
                        .map(String::strip)
                        .toList(),
                between(options, "splits", MOST_SPLITS),
                between(options, "fetch.size", MOST_FETCHED));
    }

    /** The options of a table that is asked. */
    static ReadingOptions ofLookup(Options options) {
        Optional<String> table = options.string("table");
        Optional<String> query = query(options);
        if (table.isPresent() == query.isPresent()) {
            throw invalid("connector 'jdbc' asks either a 'table' or a 'query'; give one of these options");
        }
        long rows = options.integer("lookup.cache.rows").orElseThrow();
        if (rows < 0) {
            throw invalid("option 'lookup.cache.rows' is '" + rows + "', but must be 0 or more");
        }
        return new ReadingOptions(
                DatabaseAccess.of(options),
                table,
                query,
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                1,
                1);
    }

    /** A query of a database within the server could read and write the server's files by functions of H2. */
    private static Optional<String> query(Options options) {
        Optional<String> query = options.string("query").map(ReadingOptions::single);
        if (query.isPresent() && DatabaseAccess.of(options).isWithin()) {
            throw invalid("option 'query' is not taken for a database within the server; name a 'table' or view");
        }
        return query;
    }

    private static String single(String query) {
        String text = query.strip();
        return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    }

    private static int between(Options options, String name, int most) {
        long value = options.integer(name).orElseThrow();
        if (value < 1 || value > most) {
            throw invalid("option '" + name + "' is '" + value + "', but must be between 1 and " + most);
        }
        return (int) value;
    }

    /** What is read, for messages. */
    String what() {
        return table.map(name -> "table \"" + name + "\"").orElse("the query");
    }

    static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.OPTION_INVALID, text);
    }
}
