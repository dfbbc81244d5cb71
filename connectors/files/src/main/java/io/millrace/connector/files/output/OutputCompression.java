package io.millrace.connector.files.output;

import io.millrace.connector.files.content.Compression;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.connector.option.Option;
import io.millrace.spi.connector.option.Option.Kind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How files are compressed. What is appended at once is a member of its own, so that a file which is cut where a batch ends is whole.
 */
public final class OutputCompression {

    private static final String NAME = "compression";

    private OutputCompression() {}

    public static Option option() {
        return Option.optional(
                NAME,
                Kind.STRING,
                "'none', 'gzip', 'zstd' or 'bzip2'; the names of the files end with .gz, .zst or .bz2 then. Of Parquet the pages are"
                        + " compressed: 'snappy', which is the default, 'zstd', 'gzip' or 'none'");
    }

    /** How files as a whole are compressed. */
    static Optional<Compression> of(SinkDefinition definition) {
        boolean inside = !definition.format().orElseThrow().compressions().isEmpty();
        return inside ? Optional.empty() : definition.options().string(NAME).flatMap(Compression::named);
    }

    /** Refuses to compress what other programs would not find their way in then. */
    static void check(SinkDefinition definition, RecordWriter writer) {
        List<String> inside = definition.format().orElseThrow().compressions();
        String given = definition.options().string(NAME).orElse("none").toLowerCase(Locale.ROOT);
        if (!inside.isEmpty() && definition.options().string(NAME).isPresent() && !inside.contains(given)) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'compression' is '" + given + "', but must be one of " + String.join(", ", inside)
                            + " with format = '"
                            + definition.format().orElseThrow().name() + "'");
        }
        if (writer.isStructured() && of(definition).isPresent()) {
            throw new MillraceException(
                    ErrorCode.OPTION_INVALID,
                    "option 'compression' needs a format whose records are lines; this one has blocks of its own");
        }
    }

    /** What is written to it goes to {@code out} compressed, once it is closed. */
    static OutputStream over(OutputStream out, Optional<Compression> compression) throws IOException {
        return compression.isPresent() ? compression.get().member(out) : out;
    }
}
