package io.millrace.connector.files.output;

import io.millrace.connector.files.content.Compression;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.connector.option.Options;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * How files are compressed. What is appended at once is a member of its own, so that a file which is cut where a batch ends is whole.
 */
public final class OutputCompression {

    private OutputCompression() {}

    public static Option option() {
        return Option.withDefault(
                "compression",
                Kind.STRING,
                "none",
                "'none', 'gzip', 'zstd' or 'bzip2'; the names of the files end with .gz, .zst or .bz2 then");
    }

    static Optional<Compression> of(Options options) {
        return options.string("compression").flatMap(Compression::named);
    }

    /** Refuses to compress what other programs would not find their way in then. */
    static void check(Options options, RecordWriter writer) {
        if (writer.isStructured() && of(options).isPresent()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'compression' needs a format whose records are lines; this one has blocks of its own");
        }
    }

    /** What is written to it goes to {@code out} compressed, once it is closed. */
    static OutputStream over(OutputStream out, Options options) throws IOException {
        Optional<Compression> compression = of(options);
        return compression.isPresent() ? compression.get().member(out) : out;
    }
}
