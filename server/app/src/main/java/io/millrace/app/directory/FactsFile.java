package io.millrace.app.directory;

import io.millrace.journal.storage.DiskStorage;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A small file of facts, a line each, that is replaced as a whole. */
final class FactsFile {

    private FactsFile() {}

    /**
     * What a file says.
     *
     * @param meaning of the facts; fails with an IllegalArgumentException when they have none
     * @throws MillraceException DATA_DAMAGED when it cannot be read
     */
    static <T> T read(Path file, Function<Properties, T> meaning) {
        Properties facts = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            facts.load(reader);
            return meaning.apply(facts);
        } catch (IOException | IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.DATA_DAMAGED, "file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** When this returns, the disk has it. */
    static void write(Path file, SortedMap<String, ?> facts) throws IOException {
        String text = facts.entrySet().stream()
                .map(fact -> fact.getKey() + "=" + fact.getValue() + "\n")
                .collect(Collectors.joining());
        new DiskStorage().replace(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
