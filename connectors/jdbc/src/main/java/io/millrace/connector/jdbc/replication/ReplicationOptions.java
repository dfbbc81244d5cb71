package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.Database;
import io.millrace.connector.jdbc.database.DatabaseAccess;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code WITH (…)} says.
 *
 * @param splits how many parts of the table are copied at the same time
 * @param transactionBytes of which size on a transaction comes in pieces
 * @param heartbeat how long the log may be read without that being noted, when nothing in it concerns the table
 */
record ReplicationOptions(
        DatabaseAccess access,
        String table,
        String publication,
        String slot,
        int splits,
        long transactionBytes,
        Duration heartbeat) {

    static final List<Option> DECLARED = Stream.concat(
                    DatabaseAccess.DECLARED.stream(),
                    Stream.of(
                            Option.required("table", Kind.STRING, "the table to follow, with its schema or without"),
                            Option.required("publication", Kind.STRING, "the publication that the table belongs to"),
                            Option.optional(
                                    "slot",
                                    Kind.STRING,
                                    "the name of the replication slot, which is made and belongs to this table alone; when not"
                                            + " given, 'millrace_' and the table's name here"),
                            Option.withDefault(
                                    "splits",
                                    Kind.INTEGER,
                                    "4",
                                    "how many parts of the table are copied at the same time at first"),
                            Option.withDefault(
                                    "transaction.size",
                                    Kind.BYTES,
                                    "64 MiB",
                                    "how large a transaction may be to land in one batch; a larger one comes in pieces of this size"),
                            Option.withDefault(
                                    "heartbeat.interval",
                                    Kind.DURATION,
                                    "10 s",
                                    "how often the place in the log is written down, and given free there, while nothing in it"
                                            + " concerns the table")))
            .toList();

    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");
    private static final Pattern NAME = Pattern.compile("[^'\"\\\\\\p{Cntrl}]{1,63}");
    private static final int MOST_SPLITS = 64;
    private static final long LEAST_BYTES = 1 << 10;
    private static final long MOST_BYTES = 1 << 30;

    /** @param stream name of the stream or table, of which the slot has its name when it is given none */
    static ReplicationOptions of(Options options, String stream) {
        DatabaseAccess access = DatabaseAccess.of(options);
        checkAccess(access);
        String slot = options.string("slot").orElseGet(() -> "millrace_" + plain(stream));
        if (!SLOT.matcher(slot).matches()) {
            throw invalid(
                    "option 'slot' is '" + slot + "', but must be up to 63 small letters, digits and underscores");
        }
        String publication = options.string("publication").orElseThrow();
        if (!NAME.matcher(publication).matches()) {
            throw invalid("option 'publication' is '" + publication
                    + "', but must be a name of up to 63 characters without quotes and backslashes");
        }
        return new ReplicationOptions(
                access,
                options.string("table").orElseThrow(),
                publication,
                slot,
                (int) between("splits", options.integer("splits").orElseThrow(), 1, MOST_SPLITS),
                between("transaction.size", options.bytes("transaction.size").orElseThrow(), LEAST_BYTES, MOST_BYTES),
                options.duration("heartbeat.interval").orElseThrow());
    }

    static void checkAccess(DatabaseAccess access) {
        if (access.database() != Database.POSTGRESQL) {
            throw invalid("option 'url' must begin with jdbc:postgresql: for connector 'postgres-cdc'");
        }
    }

    private static String plain(String stream) {
        String name = stream.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return name.substring(0, Math.min(50, name.length()));
    }

    private static long between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid("option '" + name + "' is '" + value + "', but must be between " + least + " and " + most);
        }
        return value;
    }

    private static MillraceException invalid(String text) {
        return new MillraceException(ErrorCode.OPTION_INVALID, text);
    }

    /** What is read, for messages. */
    String what() {
        return "table \"" + table + "\"";
    }
}
