package io.millrace.connector.files;

import io.millrace.connector.testkit.SourceConformance;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    protected List<SourceColumn> columns() {
        return FilesFixture.ID_AND_NAME;
    }

    @Override
    protected ReplayableSource open() {
        return FilesFixture.csv(columns(), directory, Map.of("path", "data.csv"), Map.of("header", "true"));
    }
}
