package io.millrace.session.statement.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.People;
import io.millrace.session.Principal;
import io.millrace.session.definition.Definitions;
import io.millrace.session.statement.Access;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.parser.SqlParsing;
import io.millrace.sql.tree.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who has no rights can do nothing, whatever kind of statement it is: a new kind has to be listed here. */
class DemandsTest {

    /** What everybody may do, because it concerns the session alone, or because what it reads is checked where names are resolved. */
    private static final List<String> FREE = List.of(
            "SELECT 1",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT a",
            "SET idle.timeout = '1 s'",
            "RESET idle.timeout",
            "SHOW TABLES",
            "KILL 1",
            "FETCH 10 FROM u",
            "EXPLAIN SELECT 1",
            "ALTER USER ann PASSWORD 'x'");

    private static final List<String> DENIED = List.of(
            "CREATE STREAM s (n INT)",
            "CREATE STREAM s (n INT) WITH (connector = 'files')",
            "CREATE TABLE t (n INT)",
            "CREATE VIEW v AS SELECT 1",
            "CREATE MATERIALIZED VIEW v AS SELECT 1",
            "CREATE SINK k FROM s WITH (connector = 'files')",
            "COMMENT ON TABLE t IS 'x'",
            "COMMENT ON COLUMN t.n IS 'x'",
            "DROP TABLE t",
            "DROP FUNCTION f",
            "DROP USER u",
            "CREATE CONNECTION c WITH (type = 'kafka')",
            "CREATE SCHEMA s",
            "CREATE SECRET p AS 'x'",
            "ALTER SECRET p AS 'x'",
            "ALTER CONNECTION c SET (url = 'x')",
            "CHECK CONNECTION c",
            "CREATE STREAM s (n INT) WITH (connection = c)",
            "CREATE SINK k FROM s WITH (connection = c)",
            "DROP SECRET p",
            "DROP CONNECTION c",
            "CREATE FUNCTION f(x INT) RETURNS INT AS x",
            "CREATE FUNCTION f AS 'com.acme.F'",
            "CREATE SUBSCRIPTION u FROM s",
            "ALTER STREAM s SET (a = 1)",
            "ALTER TABLE t RENAME TO u",
            "ALTER TABLE t RENAME COLUMN n TO m",
            "ALTER TABLE t ADD COLUMN m INT",
            "ALTER TABLE t DROP COLUMN n",
            "ALTER TABLE t OWNER TO ann",
            "INSERT INTO t VALUES (1)",
            "UPDATE t SET n = 1",
            "DELETE FROM t",
            "TRUNCATE TABLE t",
            "MERGE INTO t USING s ON t.n = s.n WHEN MATCHED THEN DELETE",
            "SHOW CREATE t",
            "DESCRIBE t",
            "EXPLAIN CREATE VIEW v AS SELECT 1",
            "EXPLAIN t",
            "SET statement.memory = '100 %'",
            "SET CLOCK MANUAL",
            "ADVANCE CLOCK BY INTERVAL '1' SECOND",
            "ALTER MATERIALIZED VIEW v SUSPEND",
            "ALTER SINK k RESUME",
            "ALTER SINK k RETRY",
            "ALTER SINK k SKIP BATCH 1",
            "CHECKPOINT",
            "CREATE USER u PASSWORD 'x'",
            "ALTER USER root PASSWORD 'x'",
            "CREATE ROLE r",
            "GRANT SELECT ON t TO ann",
            "GRANT ADMIN ON SERVER TO ann",
            "REVOKE SELECT ON t FROM root",
            "GRANT r TO ann",
            "REVOKE r FROM root");

    private static Statement parse(String sql) {
        return SqlParsing.parseStatement(sql).statement();
    }

    private static Access access(String user) {
        People people =
                Catalog.empty().people().withUser("root", Optional.empty()).withUser("ann", Optional.empty());
        return new Access(
                Principal.user(user),
                new Definitions.Version(Catalog.empty().with(people), Map.of(), Map.of(), Map.of(), Map.of()));
    }

    @Test
    void eachKindOfStatementHasAnExample() {
        Set<String> examples = new TreeSet<>();
        FREE.forEach(sql -> examples.add(parse(sql).getClass().getSimpleName()));
        DENIED.forEach(sql -> examples.add(parse(sql).getClass().getSimpleName()));
        assertThat(examples)
                .containsAll(StatementTable.kinds().keySet().stream()
                        .map(Class::getSimpleName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whoHasNoRightsCanDoNothing() {
        for (String sql : DENIED) {
            for (String user : List.of("ann", "nobody")) {
                assertThat(code(sql, user))
                        .as(user + ": " + sql)
                        .isIn(
                                Optional.of(ErrorCode.ACCESS_DENIED),
                                Optional.of(ErrorCode.RELATION_NOT_FOUND),
                                Optional.of(ErrorCode.FUNCTION_NOT_FOUND),
                                Optional.of(ErrorCode.SECRET_NOT_FOUND),
                                Optional.of(ErrorCode.NAMED_CONNECTION_NOT_FOUND));
            }
        }
        assertThat(FREE).allSatisfy(sql -> assertThat(code(sql, "ann")).isEmpty());
    }

    private static Optional<ErrorCode> code(String sql, String user) {
        try {
            StatementTable.check(parse(sql), access(user));
            return Optional.empty();
        } catch (MillraceException e) {
            return Optional.of(e.code());
        }
    }
}
