package io.millrace.session.statement.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.tree.Statement;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each kind of statement that the parser makes is in the table, once. */
class StatementTableTest {

    private static List<? extends Class<?>> statements() throws Exception {
        Path classes = Path.of(Statement.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(classes)) {
            return statements(classes);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + classes.toUri()), Map.of())) {
            return statements(jar.getPath("/"));
        }
    }

    private static List<? extends Class<?>> statements(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes.resolve("io/millrace/sql/tree"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("package-info"))
                    .map(file -> load(
                            file.substring(0, file.length() - ".class".length()).replace('/', '.')))
                    .filter(type -> Statement.class.isAssignableFrom(type) && type != Statement.class)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyStatementIsInTheTable() throws Exception {
        assertThat(statements()).hasSizeGreaterThan(30);
        assertThat(StatementTable.kinds().keySet()).containsExactlyInAnyOrderElementsOf(statements());
    }

    @Test
    void kindsOfStatementsAreFinal() throws Exception {
        assertThat(statements()).allMatch(type -> Modifier.isFinal(type.getModifiers()));
    }
}
