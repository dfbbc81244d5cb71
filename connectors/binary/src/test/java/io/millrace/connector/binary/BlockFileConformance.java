package io.millrace.connector.binary;

import io.millrace.connector.files.FilesConnector;
import io.millrace.connector.testkit.SourceConformance;
import io.millrace.connector.testkit.Specs;
import io.millrace.spi.connector.Format;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceSpec;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Files of a format of blocks, {@code part-0} to {@code part-2}, each with columns id, name and small. */
public abstract class BlockFileConformance extends SourceConformance {

    @TempDir
    protected Path directory;

    private final Format format;

    protected BlockFileConformance(Format format) {
        this.format = format;
    }

    protected final SourceSpec spec(String pattern) {
        return Specs.of(
                new FilesConnector(),
                Optional.of(format),
                List.of(
                        column("NAME", Type.VARCHAR, null),
                        column("position", Type.BIGINT, "offset"),
                        column("id", Type.BIGINT, null),
                        column("small", Type.TINYINT, null)),
                directory,
                Map.of("path", ".", "pattern", pattern));
    }

    private static SourceColumn column(String name, Type type, String metadata) {
        return new SourceColumn(new Field(name, type, true), Optional.ofNullable(metadata));
    }

    protected final Path part(int number) {
        return directory.resolve("part-" + number + "." + format.name());
    }

    @Override
    protected SourceSpec spec() {
        return spec("*." + format.name());
    }

    @Override
    protected boolean admitsByRows() {
        return false;
    }

    @Override
    protected Optional<String> vanish() throws Exception {
        Files.delete(part(1));
        return Optional.of(part(1).toString());
    }
}
