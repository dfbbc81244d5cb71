package io.millrace.connector.files;

import io.millrace.connector.testkit.SourceConformance;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class JsonFileConformanceTest extends SourceConformance {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        for (int file = 0; file < 3; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 700; i++) {
                text.append("{\"id\":").append(file * 1000 + i);
                text.append(",\"name\":\"n\\u00e4me ")
                        .append("x".repeat(i % 50))
                        .append("\"}\n");
            }
            Files.writeString(directory.resolve("part-" + file + ".jsonl"), text);
        }
    }

    @Override
    protected List<SourceColumn> columns() {
        return List.of(
                FilesFixture.column("name", Type.VARCHAR),
                FilesFixture.metadata("position", Type.BIGINT, "offset"),
                FilesFixture.column("id", Type.BIGINT),
                FilesFixture.metadata("file", Type.VARCHAR, "file"));
    }

    @Override
    protected ReplayableSource open() {
        return FilesFixture.json(columns(), directory, Map.of("path", ".", "pattern", "*.jsonl"));
    }
}
