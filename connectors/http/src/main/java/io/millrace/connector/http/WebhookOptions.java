package io.millrace.connector.http;

import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code WITH (…)} says about a sink.
 *
 * @param method of requests
 * @param rows that a request has at most
 * @param array whether records of JSON are the elements of an array; else each has its line
 */
record WebhookOptions(String method, int rows, boolean array) {

    private static final int MOST_ROWS = 100_000;

    static List<Option> declared() {
        List<Option> options = new ArrayList<>(Peer.declared());
        options.add(Option.withDefault("method", Kind.STRING, "POST", "'POST', 'PUT' or 'PATCH'"));
        options.add(Option.withDefault("batch.rows", Kind.INTEGER, "1000", "how many rows a request has at most"));
        options.add(Option.withDefault(
                "body", Kind.STRING, "array", "of JSON: 'array', one array with all rows of the request, or 'lines'"));
        return options;
    }

    static WebhookOptions of(Options options) {
        long rows = options.integer("batch.rows").orElseThrow();
        if (rows < 1 || rows > MOST_ROWS) {
            throw Peer.invalid("option 'batch.rows' is '" + rows + "', but must be between 1 and " + MOST_ROWS);
        }
        return new WebhookOptions(
                oneOf(options, "method", "POST", "PUT", "PATCH"),
                (int) rows,
                oneOf(options, "body", "array", "lines").equals("array"));
    }

    private static String oneOf(Options options, String name, String... values) {
        String value = options.string(name).orElseThrow();
        for (String known : values) {
            if (known.equalsIgnoreCase(value)) {
                return known;
            }
        }
        throw Peer.invalid(
                "option '" + name + "' is '" + value + "', but must be one of '" + String.join("', '", values) + "'");
    }
}
