package io.millrace.cli.output;

import java.io.PrintWriter;

/** How results are printed; commands change it. Used by one thread. */
public final class Style {

    /** Whether tables are printed with a line for each value. */
    public enum Expanded {
        off,
        on,
        /** When a table would be wider than the terminal. */
        auto
    }

    private OutputFormat format;
    private Expanded expanded = Expanded.off;
    private String nullText = "NULL";
    private boolean tuplesOnly;
    private boolean footer = true;
    private boolean pager = true;
    private boolean timing;

    /** @param timing whether it is told how long statements took */
    public Style(OutputFormat format, boolean timing) {
        this.format = format;
        this.timing = timing;
    }

    public OutputFormat format() {
        return format;
    }

    public void setFormat(OutputFormat newFormat) {
        format = newFormat;
    }

    public Expanded expanded() {
        return expanded;
    }

    public void setExpanded(Expanded newExpanded) {
        expanded = newExpanded;
    }

    public String nullText() {
        return nullText;
    }

    public void setNullText(String text) {
        nullText = text;
    }

    /** Whether rows are printed without names of columns and without footer. */
    public boolean tuplesOnly() {
        return tuplesOnly;
    }

    public void setTuplesOnly(boolean on) {
        tuplesOnly = on;
    }

    public boolean footer() {
        return footer;
    }

    public void setFooter(boolean on) {
        footer = on;
    }

    public boolean pager() {
        return pager;
    }

    public void setPager(boolean on) {
        pager = on;
    }

    public boolean timing() {
        return timing;
    }

    public void setTiming(boolean on) {
        timing = on;
    }

    /** Whether people read the format, so that words may stand beside the rows. */
    public boolean isForPeople() {
        return format == OutputFormat.table || format == OutputFormat.vertical;
    }

    /** Whether the number of rows is printed below them. */
    public boolean hasFooter() {
        return isForPeople() && footer && !tuplesOnly;
    }

    /** @param width of the terminal */
    RowPrinter printer(PrintWriter out, int width) {
        boolean headed = !tuplesOnly;
        return switch (format) {
            case table ->
                switch (expanded) {
                    case on -> new VerticalPrinter(out, nullText, headed);
                    case off -> new TablePrinter(out, nullText, headed, Integer.MAX_VALUE);
                    case auto -> new TablePrinter(out, nullText, headed, width);
                };
            case vertical -> new VerticalPrinter(out, nullText, headed);
            case csv -> SeparatedPrinter.csv(out, headed);
            case tsv -> SeparatedPrinter.tsv(out, headed);
            case json -> new JsonPrinter(out);
            case markdown -> new MarkdownPrinter(out, nullText, headed);
        };
    }
}
