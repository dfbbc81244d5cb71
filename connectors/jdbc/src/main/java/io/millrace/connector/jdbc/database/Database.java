package io.millrace.connector.jdbc.database;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The databases that sinks can write to: which addresses are taken, and how they write rows by key. */
public enum Database {
    POSTGRESQL(
            "jdbc:postgresql:",
            "jdbc:postgresql://host:5432/database",
            Pattern.compile("jdbc:postgresql://[\\w.:,\\[\\]-]+/[\\w.%-]+(?:\\?(.*))?"),
            "&",
            Set.of(
                    "sslmode",
                    "connecttimeout",
                    "sockettimeout",
                    "logintimeout",
                    "tcpkeepalive",
                    "applicationname",
                    "currentschema",
                    "rewritebatchedinserts",
                    "targetservertype")),
    H2(
            "jdbc:h2:",
            "jdbc:h2:tcp://host/database",
            Pattern.compile("jdbc:h2:(?:mem:|tcp://[\\w.:\\[\\]-]+/)[\\w./~-]+(?:;(.*))?"),
            ";",
            Set.of("db_close_delay", "lock_timeout", "database_to_upper", "database_to_lower"));

    /** The hosts, with their ports, of an address of one of these forms. */
    private static final Pattern AUTHORITY = Pattern.compile("//([^/]+)/");

    private static final Pattern VALUE = Pattern.compile("[\\w.,-]*");

    private final String prefix;
    private final String example;
    private final Pattern form;
    private final String separator;
    private final Set<String> properties;

    Database(String prefix, String example, Pattern form, String separator, Set<String> properties) {
        this.prefix = prefix;
        this.example = example;
        this.form = form;
        this.separator = separator;
        this.properties = properties;
    }

    /**
     * The database of an address, which is checked. Its text is not repeated in errors, since somebody may have written a password into
     * it.
     */
    public static Database of(String url) {
        Database database = Arrays.stream(values())
                .filter(known -> url.startsWith(known.prefix))
                .findFirst()
                .orElseThrow(() -> invalid("must begin with one of "
                        + Arrays.stream(values()).map(known -> known.prefix).collect(Collectors.joining(", "))));
        Matcher matcher = database.form.matcher(url);
        if (!matcher.matches()) {
            throw invalid("must be of the form " + database.example);
        }
        if (matcher.group(1) != null) {
            Arrays.stream(matcher.group(1).split(database.separator, -1)).forEach(database::checkProperty);
        }
        return database;
    }

    /** Where an address that is of the form leads to; nowhere for a database within this process. */
    List<String> hosts(String url) {
        Matcher matcher = AUTHORITY.matcher(url);
        return matcher.find()
                ? Arrays.stream(matcher.group(1).split(",", -1))
                        .map(part -> part.replaceFirst(":\\d*$", "").replaceAll("[\\[\\]]", ""))
                        .toList()
                : List.of();
    }

    private void checkProperty(String property) {
        String name = property.split("=", 2)[0];
        if (!properties.contains(name.toLowerCase(Locale.ROOT))) {
            throw invalid("must not set '" + name + "'; it may set "
                    + properties.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (!VALUE.matcher(property.substring(Math.min(property.length(), name.length() + 1)))
                .matches()) {
            throw invalid("must give '" + name + "' a value of letters, digits, points, commas and dashes");
        }
    }

    private static MillraceException invalid(String demand) {
        return new MillraceException(ErrorCode.OPTION_INVALID, "option 'url' " + demand);
    }

    /** A statement that puts a row in the place of the one with its key, or adds it. All names are quoted. */
    public String upsert(String table, List<String> columns, List<String> key, String values) {
        String list = String.join(", ", columns);
        if (this == H2) {
            return "MERGE INTO " + table + " (" + list + ") KEY (" + String.join(", ", key) + ") VALUES (" + values
                    + ")";
        }
        String changes = columns.stream()
                .filter(column -> !key.contains(column))
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + list + ") VALUES (" + values + ") ON CONFLICT (" + String.join(", ", key)
                + ") DO " + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    }
}
