package io.millrace.connector.files;

import io.millrace.connector.files.content.Compression;
import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceSpec;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Compressed files keep all that is promised of others. */
class CompressedFileConformanceTest {

    abstract static class Compressed extends SourceConformance {

        private final Compression compression;
        private final String multiline;

        @TempDir
        private Path directory;

        Compressed(Compression compression, boolean multiline) {
            this.compression = compression;
            this.multiline = String.valueOf(multiline);
        }

        @BeforeEach
        void writeFile() throws Exception {
            Path file = directory.resolve("data.csv" + compression.ending());
            try (OutputStream out = Files.newOutputStream(file)) {
                for (int member = 0; member < 4; member++) {
                    StringBuilder text = new StringBuilder(member == 0 ? "name,unused,id\n" : "");
                    for (int i = 0; i < 500; i++) {
                        text.append("name ").append("y".repeat(i % 70)).append(",,");
                        text.append(member * 500 + i).append(member == 3 && i == 499 ? "" : "\n");
                    }
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    try (OutputStream packed = compression.member(bytes)) {
                        packed.write(text.toString().getBytes(StandardCharsets.UTF_8));
                    }
                    bytes.writeTo(out);
                }
            }
        }

        @Override
        protected SourceSpec spec() {
            return Specs.of(
                    new FilesConnector(),
                    Optional.of(new CsvFormat()),
                    FilesFixture.ID_AND_NAME,
                    directory,
                    Map.of("path", "data.csv" + compression.ending(), "header", "true", "multiline", multiline));
        }
    }

    @Nested
    class Gzip extends Compressed {
        Gzip() {
            super(Compression.GZIP, false);
        }
    }

    @Nested
    class GzipOfRecordsThatSpanLines extends Compressed {
        GzipOfRecordsThatSpanLines() {
            super(Compression.GZIP, true);
        }
    }

    @Nested
    class Zstd extends Compressed {
        Zstd() {
            super(Compression.ZSTD, false);
        }
    }

    @Nested
    class Bzip2 extends Compressed {
        Bzip2() {
            super(Compression.BZIP2, false);
        }
    }
}
