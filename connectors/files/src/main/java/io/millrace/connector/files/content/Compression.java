package io.millrace.connector.files.content;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** How a file is compressed, which its name tells by its ending. A file may have several members, one after the other. */
public enum Compression {
    GZIP(".gz") {
        @Override
        InputStream opened(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }

        @Override
        public OutputStream member(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    },
    ZSTD(".zst") {
        @Override
        InputStream opened(InputStream packed) throws IOException {
            return new ZstdInputStream(packed);
        }

        @Override
        public OutputStream member(OutputStream out) throws IOException {
            return new ZstdOutputStream(out).setChecksum(true);
        }
    },
    BZIP2(".bz2") {
        @Override
        InputStream opened(InputStream packed) throws IOException {
            return new BZip2CompressorInputStream(packed, true);
        }

        @Override
        public OutputStream member(OutputStream out) throws IOException {
            return new BZip2CompressorOutputStream(out);
        }
    };

    private static final int BUFFER = 64 << 10;

    private final String ending;

    Compression(String ending) {
        this.ending = ending;
    }

    /** What names of such files end with. */
    public String ending() {
        return ending;
    }

    /** What is in a file, all of its members. */
    abstract InputStream opened(InputStream packed) throws IOException;

    /** Writes one member, which is complete when it is closed. */
    public abstract OutputStream member(OutputStream out) throws IOException;

    /** How a file is compressed; empty when it is not, or in a way that is not known here. */
    public static Optional<Compression> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (name.endsWith(compression.ending)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /** That with the name that an option has; empty for 'none'. */
    public static Optional<Compression> named(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.empty();
            case "gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            case "bzip2" -> Optional.of(BZIP2);
            default ->
                throw new MillraceException(
                        ErrorCode.OPTION_INVALID,
                        "option 'compression' is '" + value + "', but must be one of none, gzip, zstd, bzip2");
        };
    }
}
