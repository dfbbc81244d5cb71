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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    /** What is parsed but not carried out. */
    private static final Set<String> WITHOUT_HELP = Set.of("CreateSubscription", "FetchSubscription", "Savepoint");

    /** How the help of a statement begins, where that is not the name of its class. */
    private static final Map<String, String> BEGINNINGS = Map.ofEntries(
            Map.entry("AddColumn", "ALTER TABLE name ADD COLUMN"),
            Map.entry("AlterOptions", "ALTER CONNECTION"),
            Map.entry("AlterOwner", "ALTER .* OWNER TO"),
            Map.entry("BeginTransaction", "BEGIN"),
            Map.entry("CommitTransaction", "COMMIT"),
            Map.entry("CreateExternalFunction", "CREATE FUNCTION .* LANGUAGE JAVA"),
            Map.entry("DeleteStatement", "DELETE FROM"),
            Map.entry("DropColumn", "ALTER TABLE name DROP COLUMN"),
            Map.entry("ExplainRelation", "EXPLAIN ANALYZE name"),
            Map.entry("GrantRole", "GRANT role TO"),
            Map.entry("InsertStatement", "INSERT INTO"),
            Map.entry("Kill", "KILL"),
            Map.entry("MergeStatement", "MERGE INTO"),
            Map.entry("QueryStatement", "SELECT"),
            Map.entry("Rename", "ALTER .* RENAME TO"),
            Map.entry("RenameColumn", "ALTER .* RENAME COLUMN"),
            Map.entry("ResetOption", "RESET"),
            Map.entry("Resume", "ALTER .* RESUME"),
            Map.entry("Retry", "ALTER SINK .* RETRY"),
            Map.entry("RevokeRole", "REVOKE role FROM"),
            Map.entry("RollbackTransaction", "ROLLBACK"),
            Map.entry("SetOption", "SET setting"),
            Map.entry("SkipBatch", "ALTER SINK .* SKIP BATCH"),
            Map.entry("Suspend", "ALTER .* SUSPEND"),
            Map.entry("UpdateStatement", "UPDATE"));

    @Test
    void everyStatementHasItsHelpInTheShell() throws Exception {
        List<String> help = Files.readAllLines(
                        Path.of("../../clients/cli/src/main/resources/io/millrace/cli/command/statements.txt"))
                .stream()
                .map(line ->
                        line.replaceFirst("^CREATE \\[OR REPLACE\\]", "CREATE").replace("[IF NOT EXISTS] ", ""))
                .toList();
        Set<String> missing = new TreeSet<>();
        for (Class<?> type : StatementTable.kinds().keySet()) {
            String name = type.getSimpleName();
            Pattern beginning = Pattern.compile("^"
                    + BEGINNINGS.getOrDefault(
                            name, name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT)));
            if (help.stream().noneMatch(line -> beginning.matcher(line).find())) {
                missing.add(name);
            }
        }
        assertThat(missing).containsExactlyInAnyOrderElementsOf(WITHOUT_HELP);
    }

    @Test
    void kindsOfStatementsAreFinal() throws Exception {
        assertThat(statements()).allMatch(type -> Modifier.isFinal(type.getModifiers()));
    }
}
