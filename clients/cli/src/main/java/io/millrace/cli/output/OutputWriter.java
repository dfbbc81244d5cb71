package io.millrace.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;

/** Prints to a stream, and keeps the reason why that does not work any more. */
public final class OutputWriter extends PrintWriter {

    /** As systems say that nobody reads a pipe any more. */
    private static final String CLOSED_PIPE = "pipe";

    private final Watched stream;

    public OutputWriter(OutputStream stream, Charset charset) {
        this(new Watched(stream), charset);
    }

    private OutputWriter(Watched stream, Charset charset) {
        super(new OutputStreamWriter(stream, charset));
        this.stream = stream;
    }

    /** Why nothing can be printed any more; nothing is said of a pipe that somebody has closed who has seen enough. */
    Optional<String> reason() {
        return Optional.ofNullable(stream.reason)
                .filter(reason -> !reason.toLowerCase(Locale.ROOT).contains(CLOSED_PIPE));
    }

    private static final class Watched extends FilterOutputStream {

        private volatile String reason;

        Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException failure) {
                if (reason == null) {
                    reason = String.valueOf(failure.getMessage());
                }
                throw failure;
            }
        }
    }
}
