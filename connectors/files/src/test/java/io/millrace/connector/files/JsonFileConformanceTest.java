package io.millrace.connector.files;

import io.millrace.connector.formats.json.JsonFormat;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static List<SourceColumn> columns() {
        return List.of(
                FilesFixture.column("name", Type.VARCHAR),
                FilesFixture.metadata("position", Type.BIGINT, "offset"),
                FilesFixture.column("id", Type.BIGINT),
                FilesFixture.metadata("file", Type.VARCHAR, "file"));
    }

    private SourceSpec spec(String pattern) {
        return Specs.of(
                new FilesConnector(),
                Optional.of(new JsonFormat()),
                columns(),
                directory,
                Map.of("path", ".", "pattern", pattern));
    }

    @Override
    protected SourceSpec spec() {
        return spec("*.jsonl");
    }

    @Override
    protected Optional<String> vanish() throws Exception {
        Path file = directory.resolve("part-1.jsonl");
        Files.delete(file);
        return Optional.of(file.toString());
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        String lines = "{\"id\":1}\nbad\n{\"id\":2}\n{\"id\":\"x\"}\n{\"id\":3}\n{";
        Files.writeString(directory.resolve("some.bad"), lines);
        return Optional.of(spec("*.bad"));
    }
}
