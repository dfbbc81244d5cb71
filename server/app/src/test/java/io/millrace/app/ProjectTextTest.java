package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no file of the project may hold. */
class ProjectTextTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", "data", "millrace-data");

    /** Directories of one machine: the text must be true on every other. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.$}])/(home|Users|work|root|mnt|private)/\\w|(?<!\\w)[A-Z]:\\\\\\\\?(Users|work)");

    @Test
    void holdsNoPathsOfAMachine() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (MACHINE_PATH.matcher(lines.get(i)).find()) {
                    found.add(ROOT.relativize(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void topLevelHoldsExactlyTheRoomsOfTheDesign() throws IOException {
        try (var entries = Files.list(ROOT)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !NOT_OURS.contains(name)))
                    .containsExactlyInAnyOrder(
                            "pom.xml",
                            "server",
                            "sql-parser",
                            "connectors",
                            "clients",
                            "docs",
                            "bin",
                            "README.md",
                            "DEVELOPMENT.md",
                            "LICENSE");
        }
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean ours = directory.equals(ROOT)
                        || !NOT_OURS.contains(directory.getFileName().toString());
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!NOT_OURS.contains(file.getFileName().toString())) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return List.of();
        }
    }
}
