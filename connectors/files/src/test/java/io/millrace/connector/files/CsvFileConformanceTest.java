package io.millrace.connector.files;

import io.millrace.connector.formats.csv.CsvFormat;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Records that span lines: ranges must end between them. */
class CsvFileConformanceTest extends SourceConformance {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFile() throws Exception {
        StringBuilder text = new StringBuilder("\uFEFFNAME,unused,Id\r\n");
        for (int i = 0; i < 2_000; i++) {
            text.append("\"line one\nline ")
                    .append("y".repeat(i % 70))
                    .append("\",,")
                    .append(i)
                    .append('\n');
        }
        text.append("last,,2000");
        Files.writeString(directory.resolve("data.csv"), text);
    }

    @Override
    protected SourceSpec spec() {
        return Specs.of(
                new FilesConnector(),
                Optional.of(new CsvFormat()),
                FilesFixture.ID_AND_NAME,
                directory,
                Map.of("path", "data.csv", "header", "true"));
    }
}
