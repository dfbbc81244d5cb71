package io.millrace.connector.files;

import io.millrace.connector.formats.json.DebeziumFormat;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each row changes once: what is changed twice depends on the range that is read. */
class DebeziumFileConformanceTest extends SourceConformance {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws Exception {
        for (int file = 0; file < 3; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 700; i++) {
                int id = file * 1000 + i;
                String image = "{\"id\":" + id + ",\"name\":\"n\\u00e4me " + "x".repeat(i % 50) + "\"}";
                text.append(
                        switch (i % 3) {
                            case 0 -> "{\"op\":\"c\",\"after\":" + image + "}\n";
                            case 1 -> "{\"op\":\"u\",\"before\":" + image + ",\"after\":" + image + "}\n";
                            default -> "{\"op\":\"d\",\"before\":" + image + ",\"after\":null}\n";
                        });
            }
            Files.writeString(directory.resolve("part-" + file + ".json"), text);
        }
    }

    private SourceSpec spec(String pattern) {
        return Specs.of(
                new FilesConnector(),
                Optional.of(new DebeziumFormat()),
                List.of(
                        FilesFixture.column("name", Type.VARCHAR),
                        FilesFixture.metadata("position", Type.BIGINT, "offset"),
                        FilesFixture.column("id", Type.BIGINT)),
                List.of(2),
                directory,
                Map.of("path", ".", "pattern", pattern));
    }

    @Override
    protected SourceSpec spec() {
        return spec("*.json");
    }

    @Override
    protected Optional<String> vanish() throws Exception {
        Path file = directory.resolve("part-1.json");
        Files.delete(file);
        return Optional.of(file.toString());
    }

    @Override
    protected Optional<SourceSpec> specWithBadRecords() throws Exception {
        String lines =
                "{\"op\":\"c\",\"after\":{\"id\":1}}\nbad\n{\"op\":\"c\",\"after\":{\"id\":2}}\n{\"op\":\"?\"}\n{";
        Files.writeString(directory.resolve("some.bad"), lines);
        return Optional.of(spec("*.bad"));
    }
}
