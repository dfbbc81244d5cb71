package io.millrace.cli;

import java.io.PrintWriter;

/** The formats of results. */
enum OutputFormat {
    table,
    csv,
    tsv,
    json;

    RowPrinter printer(PrintWriter out) {
        return switch (this) {
            case table -> new TablePrinter(out);
            case csv -> SeparatedPrinter.csv(out);
            case tsv -> SeparatedPrinter.tsv(out);
            case json -> new JsonPrinter(out);
        };
    }
}
