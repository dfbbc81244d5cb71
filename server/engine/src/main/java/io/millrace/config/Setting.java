package io.millrace.config;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Everything that can be set, declared once. */
public enum Setting {
    PORT(
            "port",
            ValueKind.integer(0, 65_535),
            "8765",
            Scope.SERVER,
            "TCP port that clients connect to; 0 takes a free one"),
    BIND_ADDRESS(
            "bind.address",
            ValueKind.text(),
            "localhost",
            Scope.SERVER,
            "address of the network interface to listen on; 0.0.0.0 listens on all"),
    TLS_CERTIFICATE(
            "tls.certificate",
            ValueKind.text(),
            "none",
            Scope.SERVER,
            "file with the certificate of the server and those that it is signed with, in PEM; read again when it changes. none: connections are"
                    + " not encrypted"),
    TLS_KEY(
            "tls.key",
            ValueKind.text(),
            "none",
            Scope.SERVER,
            "file with the private key of the certificate, in PEM (PKCS#8), without a password"),
    JWT_KEY(
            "jwt.key",
            ValueKind.text(),
            "none",
            Scope.SERVER,
            "file with the key that bearer tokens are signed with: a public key of RSA in PEM for RS256, or else the secret of HS256. none: no"
                    + " tokens are taken"),
    JWT_ISSUER("jwt.issuer", ValueKind.text(), "any", Scope.SERVER, "who has to have made a bearer token"),
    JWT_AUDIENCE("jwt.audience", ValueKind.text(), "any", Scope.SERVER, "for whom a bearer token has to be"),
    DATA_DIR(
            "data.dir",
            ValueKind.text(),
            "millrace-data",
            Scope.SERVER,
            "directory for the server's own files; relative paths in CREATE STREAM are relative to the working directory"),
    FILES_ROOTS(
            "files.roots",
            ValueKind.text(),
            "., ${tmp}",
            Scope.SERVER,
            "directories, parted by commas, below which the files must be that statements name, by whatever links: '.' is the working"
                    + " directory, '${tmp}' the one for temporary files; any: they may be anywhere. The server's own files are never among them"),
    NETWORK_ALLOWED(
            "network.allowed",
            ValueKind.text(),
            "none",
            Scope.SERVER,
            "link-local addresses, and those at which clouds tell a machine its credentials, that statements may name nevertheless: addresses"
                    + " or networks such as 169.254.0.0/16, parted by commas"),
    SECRETS_UNREADABLE(
            "secrets.unreadable",
            ValueKind.choice("refuse", "empty"),
            "refuse",
            Scope.SERVER,
            "what becomes of secrets that cannot be read because the master key is lost: refuse, the server does not start; empty, they are empty"
                    + " until they are given anew"),
    FUNCTIONS_PATH(
            "functions.path",
            ValueKind.text(),
            "none",
            Scope.SERVER,
            "directory of the jars with the classes of functions in Java, as they are when the server starts; none: there are none"),
    DURABILITY(
            "durability",
            ValueKind.choice("fsync", "interval", "none"),
            "fsync",
            Scope.SERVER,
            "when a change counts as kept: fsync, when it is on the disk, so that it survives a loss of power; interval, when the"
                    + " operating system has it, which brings it to the disk a moment later; none, when the operating system has it"),
    DURABILITY_INTERVAL(
            "durability.interval",
            ValueKind.duration("1 ms", "1 hour"),
            "200 ms",
            Scope.SERVER,
            "after how long at the latest a change is on the disk with durability = interval"),
    PARTITIONS(
            "partitions",
            ValueKind.integer(0, 1_024),
            "0",
            Scope.SERVER,
            "in how many partitions queries that are made from now on run side by side; 0 takes one per processor core"),
    BATCH_INTERVAL(
            "batch.interval",
            ValueKind.duration("0 ms", "1 hour"),
            "0 ms",
            Scope.SERVER,
            "least time between the starts of two batches; 0 starts a batch as soon as there is input"),
    BATCH_ROWS(
            "batch.rows",
            ValueKind.integer(1, 1L << 30),
            "262144",
            Scope.SERVER,
            "most rows that one batch takes from one source; a query that catches up takes up to four times as many at once"),
    BATCH_BYTES(
            "batch.bytes",
            ValueKind.bytes("4 KiB", "8 GiB"),
            "32 MiB",
            Scope.SERVER,
            "most bytes that one batch takes from one source"),
    STREAM_RETENTION(
            "stream.retention",
            ValueKind.memory("1 KiB", "1024 GiB"),
            "10 %",
            Scope.SERVER,
            "how much is kept of each stream that cannot be read again from its source; a size or a share of the heap"),
    SINK_BACKLOG(
            "sink.backlog",
            ValueKind.bytes("1 KiB", "1024 GiB"),
            "64 MiB",
            Scope.SERVER,
            "how much may wait for a sink that is slow or fails before its query pauses"),
    SINK_BACKLOG_BATCHES(
            "sink.backlog.batches",
            ValueKind.integer(1, 1L << 30),
            "10000",
            Scope.SERVER,
            "how many batches may wait for a sink that is slow or fails before its query pauses"),
    SERVER_MEMORY(
            "server.memory",
            ValueKind.memory("8 MiB", "1024 GiB"),
            "65 %",
            Scope.SERVER,
            "how much memory queries, statements, tables and streams may hold together; a size or a share of the heap"),
    QUERY_MEMORY(
            "query.memory",
            ValueKind.memory("64 KiB", "1024 GiB"),
            "40 %",
            Scope.SERVER,
            "how much memory one continuous query may hold, with the rows of its view; a size or a share of the heap"),
    CLOCK_CONTROL(
            "clock.control",
            ValueKind.choice("on", "off"),
            "on",
            Scope.SERVER,
            "whether SET CLOCK and ADVANCE CLOCK may move the time of the server, as tests do; off for production"),
    CURSOR_LEASE(
            "cursor.lease",
            ValueKind.duration("1 s", "7 days"),
            "10 minutes",
            Scope.SERVER,
            "after which a result that nobody fetches from is closed"),
    SESSION_LEASE(
            "session.lease",
            ValueKind.duration("1 s", "30 days"),
            "1 day",
            Scope.SERVER,
            "after which a session that is not used is closed"),
    STATEMENTS_RUNNING(
            "statements.running",
            ValueKind.integer(1, 100_000),
            "4096",
            Scope.SERVER,
            "most statements that run, or hold an open result, at a time; each user may have half of them"),
    RESULT_ROWS(
            "result.rows",
            ValueKind.integer(1, 1L << 30),
            "10000000",
            Scope.SERVER,
            "most rows that a SELECT may hold in memory to sort them or to take changes together"),
    IDLE_TIMEOUT(
            "idle.timeout",
            ValueKind.duration("0 ms", "30 days"),
            "5 s",
            Scope.SESSION,
            "after which a silent source partition stops holding time back, for streams that do not say; 0 means never"),
    WATERMARK_MAX_AHEAD(
            "watermark.max.ahead",
            ValueKind.duration("0 ms", "36500 days"),
            "1 hour",
            Scope.SESSION,
            "how far ahead of the clock a row of a live source may push the watermark, for streams that do not say; 0 means any"),
    BACKFILL(
            "backfill",
            ValueKind.choice("on", "none"),
            "on",
            Scope.SESSION,
            "whether new queries begin with what streams already contain (on) or with what comes from now on (none)"),
    SCHEMA(
            "schema",
            ValueKind.text(),
            "public",
            Scope.SESSION,
            "where names are looked for first that are written without a schema, and where CREATE makes them"),
    STATEMENT_MEMORY(
            "statement.memory",
            ValueKind.memory("64 KiB", "1024 GiB"),
            "20 %",
            Scope.SESSION,
            "how much memory one statement may hold, with the rows that wait for its client; a size or a share of the heap"),
    STATEMENT_TIMEOUT(
            "statement.timeout",
            ValueKind.duration("0 ms", "30 days"),
            "0 ms",
            Scope.SESSION,
            "after which a statement is cancelled, whatever it does; 0 means never");

    /** Whom a setting concerns. */
    public enum Scope {
        /** The whole server; fixed at start-up. */
        SERVER,
        /** One session, changed by {@code SET}; the value given at start-up is what sessions begin with. */
        SESSION
    }

    private final String key;
    private final ValueKind kind;
    private final String defaultValue;
    private final Scope scope;
    private final String description;

    Setting(String key, ValueKind kind, String defaultValue, Scope scope, String description) {
        this.key = key;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.scope = scope;
        this.description = description;
    }

    public String key() {
        return key;
    }

    public ValueKind kind() {
        return kind;
    }

    public String defaultValue() {
        return defaultValue;
    }

    public Scope scope() {
        return scope;
    }

    /** Whether it bounds what a statement of the session may take. */
    public boolean isLimit() {
        return this == STATEMENT_MEMORY || this == STATEMENT_TIMEOUT;
    }

    /** Whether it decides what a statement means that defines something; other settings of sessions bound what it may take. */
    public boolean isPartOfDefinitions() {
        return scope == Scope.SESSION && !isLimit() && this != SCHEMA;
    }

    public String description() {
        return description;
    }

    public static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equalsIgnoreCase(key))
                .findFirst();
    }

    /** The setting of that key; fails with SETTING_UNKNOWN, naming the nearest one. */
    public static Setting of(String key) {
        return find(key).orElseThrow(() -> new MillraceException(ErrorCode.SETTING_UNKNOWN, unknown(key)));
    }

    private static String unknown(String key) {
        List<String> keys = Arrays.stream(values()).map(Setting::key).toList();
        return "unknown setting '" + key + "'"
                + Names.nearest(key, keys)
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("; SHOW SETTINGS lists all");
    }
}
