package io.millrace.endpoint.sql;

import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** In which form a result is given. */
enum Form {
    JSON,
    LINES,
    EVENTS,
    CSV;

    /** For those who ask for another one. */
    static final String TYPES = "application/json, application/x-ndjson, text/event-stream or text/csv";

    /** The first of those that a client accepts which we have; JSON when it does not say. */
    static Optional<Form> of(String accept) {
        if (accept == null || accept.isBlank()) {
            return Optional.of(JSON);
        }
        for (String range : accept.split(",")) {
            switch (range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
                case "application/json", "application/*", "*/*" -> {
                    return Optional.of(JSON);
                }
                case "application/x-ndjson", "application/jsonl" -> {
                    return Optional.of(LINES);
                }
                case "text/event-stream" -> {
                    return Optional.of(EVENTS);
                }
                case "text/csv", "text/*" -> {
                    return Optional.of(CSV);
                }
                default -> {
                    // the next one
                }
            }
        }
        return Optional.empty();
    }

    ResultWriter writer(OutputStream out, boolean exact) {
        return switch (this) {
            case JSON -> new JsonResult(out, exact);
            case LINES -> new LinesResult(out, exact);
            case EVENTS -> new EventsResult(out, exact);
            case CSV -> new CsvResult(out);
        };
    }
}
