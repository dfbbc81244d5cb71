package io.millrace.cli.output;

/** The formats of results. */
public enum OutputFormat {
    table,
    vertical,
    csv,
    tsv,
    json,
    markdown
}
