package io.millrace.app.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void secondServerIsRefusedUntilTheFirstHasStopped() throws IOException {
        Path directory = temporary.resolve("some/where");
        try (DataDirectory first = DataDirectory.lock(directory)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> DataDirectory.lock(directory))
                    .isInstanceOf(MillraceException.class)
                    .hasMessageContaining("is used by another server")
                    .hasMessageContaining("--data-dir");
        }
        DataDirectory.lock(directory).close();
    }

    @Test
    void fileInThePlaceOfTheDirectoryIsNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.lock(file))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("cannot be written: it is a file");
        assertThatThrownBy(() -> DataDirectory.lock(file.resolve("below")))
                .isInstanceOf(MillraceException.class)
                .hasMessageContaining("it is not a directory");
    }
}
