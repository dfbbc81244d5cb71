package io.millrace.cli.output;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Where a shell prints.
 *
 * @param terminal its size, when a person sits before it
 */
public record Screen(PrintWriter out, PrintWriter errors, Optional<Size> terminal) {

    private static final int NO_WIDTH = 80;

    /** How large a terminal is at the moment; one without height is never full. */
    public record Size(IntSupplier width, IntSupplier height) {}

    /** A place that is no terminal. */
    public static Screen plain(PrintWriter out, PrintWriter errors) {
        return new Screen(out, errors, Optional.empty());
    }

    /** The columns of the terminal. */
    public int width() {
        return terminal.map(size -> size.width().getAsInt())
                .filter(width -> width > 0)
                .orElse(NO_WIDTH);
    }

    /** A printer for one result; what it holds back goes through {@link Paper#close}. */
    public Paper paper(Style style) {
        Paging paging = new Paging(
                out, terminal.filter(size -> style.pager() && size.height().getAsInt() > 0));
        PrintWriter writer = new PrintWriter(paging);
        return new Paper(style.printer(writer, width()), writer, paging);
    }

    /** Whether nothing can be printed any more: a pipe is closed, a disk is full. */
    public boolean isGone() {
        return out.checkError();
    }

    /** Why nothing can be printed any more, when that is worth a word. */
    public Optional<String> whyGone() {
        return out instanceof OutputWriter writer ? writer.reason() : Optional.empty();
    }

    /** Tells what went wrong. */
    public void error(String text) {
        out.flush();
        errors.println(CellText.lines(text));
        errors.flush();
    }

    /** What one result is printed on. */
    public static final class Paper implements AutoCloseable {

        private final RowPrinter printer;
        private final PrintWriter writer;
        private final Paging paging;

        private Paper(RowPrinter printer, PrintWriter writer, Paging paging) {
            this.printer = printer;
            this.writer = writer;
            this.paging = paging;
        }

        public RowPrinter printer() {
            return printer;
        }

        /** For words beside the rows. */
        public PrintWriter writer() {
            return writer;
        }

        /** No row is there at the moment: shows what was kept back, and the rest as it comes. */
        public void pause() {
            printer.pause();
            paging.direct();
        }

        /** Whether nobody reads any more. */
        public boolean isLeft() {
            return writer.checkError();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
