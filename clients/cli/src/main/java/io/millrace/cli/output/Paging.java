package io.millrace.cli.output;

import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows a text at once when it fits the terminal, or in a pager when it does not. */
final class Paging extends Writer {

    /** As for {@code less}: leave a text that fits, keep colours, cut long lines, and leave it on the screen. */
    private static final List<String> LESS = List.of("less", "-FRSX");

    private final PrintWriter screen;
    private final Optional<Screen.Size> terminal;
    private final StringBuilder held = new StringBuilder();
    private int lines;
    /** Where the text goes once that is decided. */
    private Writer target;

    private Process pager;

    /** @param terminal empty when no pager is wanted */
    Paging(PrintWriter screen, Optional<Screen.Size> terminal) {
        this.screen = screen;
        this.terminal = terminal;
        this.target = terminal.isPresent() ? null : screen;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        if (target != null) {
            target.write(text, offset, length);
            return;
        }
        held.append(text, offset, length);
        for (int i = offset; i < offset + length; i++) {
            lines += text[i] == '\n' ? 1 : 0;
        }
        if (lines >= terminal.orElseThrow().height().getAsInt()) {
            decide(pager());
        }
    }

    /** No pager from now on: rows are to be seen as they come. */
    void direct() {
        if (target == null) {
            try {
                decide(screen);
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private void decide(Writer chosen) throws IOException {
        target = chosen;
        target.write(held.toString());
        held.setLength(0);
        target.flush();
    }

    private Writer pager() {
        List<String> command = command();
        if (command.isEmpty()) {
            return screen;
        }
        screen.flush();
        try {
            pager = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new OutputStreamWriter(pager.getOutputStream());
        } catch (IOException absent) {
            return screen;
        }
    }

    /** What the environment names, or else {@code less} when there is one. */
    private static List<String> command() {
        String named = Stream.of("MILLRACE_PAGER", "PAGER")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
        if (!named.isEmpty()) {
            return named.equals("less") ? LESS : List.of("sh", "-c", named);
        }
        String path = System.getenv("PATH");
        boolean there = path != null
                && Stream.of(path.split(File.pathSeparator))
                        .anyMatch(directory -> new File(directory, "less").canExecute());
        return there ? LESS : List.of();
    }

    @Override
    public void flush() throws IOException {
        if (target != null) {
            target.flush();
            if (target == screen && screen.checkError()) {
                throw new IOException("nobody reads any more");
            }
        }
    }

    @Override
    public void close() throws IOException {
        direct();
        if (pager == null) {
            target.flush();
            return;
        }
        try {
            target.close();
        } catch (IOException left) {
            // somebody has seen enough
        }
        try {
            pager.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
