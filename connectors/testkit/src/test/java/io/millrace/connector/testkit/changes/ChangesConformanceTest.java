package io.millrace.connector.testkit.changes;

import io.millrace.connector.testkit.SourceConformance;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.connector.reach.AllowedReach;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ChangesConformanceTest extends SourceConformance {

    @TempDir
    private Path directory;

    @BeforeEach
    void writeLines() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            text.append("+ ").append(i).append(" name").append(i % 7).append('\n');
            if (i % 3 == 0) {
                text.append("- ").append(i).append(" name").append(i % 7).append('\n');
            }
        }
        Files.writeString(directory.resolve("lines"), text);
    }

    @Override
    protected SourceSpec spec() {
        return new SourceSpec(
                "changes",
                "t",
                List.of(
                        new SourceSpec.ColumnSpec("id", "BIGINT(19, 0)", false, ""),
                        new SourceSpec.ColumnSpec("name", "VARCHAR(2147483647, 0)", true, "")),
                List.of(0),
                Map.of("path", "lines", "follow", "false"),
                "",
                Map.of(),
                directory.toString(),
                AllowedReach.UNCONFINED);
    }
}
