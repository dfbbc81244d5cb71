package io.millrace.session.local;

import io.millrace.spi.error.ErrorCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user reads when something is wrong, and where it points. */
class ErrorsTest {

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void placeCountsFromTheBeginningOfTheScript() {
        server.fails("SELECT 1;\nSELEC 2", ErrorCode.SYNTAX_ERROR, "line 2:1");
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.fails("SELECT 1;\n  SELECT prise FROM bids", ErrorCode.COLUMN_NOT_FOUND, "line 2:10");
        server.fails("", ErrorCode.SYNTAX_ERROR, "empty");
    }

    @Test
    void unknownRelationNamesTheNearest() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.fails("SELECT * FROM bid", ErrorCode.RELATION_NOT_FOUND, "line 1:15");
        server.fails("SELECT * FROM bid", ErrorCode.RELATION_NOT_FOUND, "bids");
        server.fails("INSERT INTO bidz VALUES (1)", ErrorCode.RELATION_NOT_FOUND, "did you mean \"bids\"?");
        server.fails("DROP STREAM bidz", ErrorCode.RELATION_NOT_FOUND, "line 1:13");
        server.fails("DESCRIBE bidz", ErrorCode.RELATION_NOT_FOUND, "line 1:10");
    }

    @Test
    void optionsAreCheckedWhereTheyStand() {
        String s = "CREATE STREAM s (x INT) WITH (";
        server.fails(s + "connector='filez')", ErrorCode.CONNECTOR_NOT_FOUND, "did you mean 'files'?");
        server.fails(s + "connector='files', path='a')", ErrorCode.OPTION_MISSING, "'format'");
        server.fails(s + "connector='files', path='a', format='jason')", ErrorCode.CONNECTOR_NOT_FOUND, "line 1:60");
        server.fails(s + "connector='files', format='json')", ErrorCode.OPTION_MISSING, "'path'");
        server.fails(
                s + "connector='files', path='a', format='json',\n pth='b')", ErrorCode.OPTION_UNKNOWN, "line 2:2");
        server.fails(s + "connector='nexmark', table='bid', rate='fast')", ErrorCode.OPTION_INVALID, "'rate'");
        server.fails(s + "path='a')", ErrorCode.OPTION_UNKNOWN, "without connector");
        server.fails(s + "password = SECRET p)", ErrorCode.OPTION_INVALID, "cannot be a secret");
        server.fails("CREATE SINK k AS SELECT STREAM 1 AS x WITH (path='a')", ErrorCode.OPTION_MISSING, "'connector'");
    }

    @Test
    void declarationsAreChecked() {
        server.fails("CREATE STREAM s (x INT, X INT)", ErrorCode.COLUMN_ALREADY_EXISTS, "line 1:25");
        server.fails("CREATE STREAM s (x INT PRIMARY KEY)", ErrorCode.INVALID_DEFINITION, "CREATE TABLE");
        server.fails("CREATE TABLE t (x INT, PRIMARY KEY (y))", ErrorCode.COLUMN_NOT_FOUND, "line 1:37");
        server.fails("CREATE STREAM s (x INT, WATERMARK FOR x AS x)", ErrorCode.TYPE_MISMATCH, "must be a TIMESTAMP");
        server.fails(
                "CREATE STREAM s (x INT METADATA FROM 'offset', y INT)", ErrorCode.INVALID_DEFINITION, "connector");
        server.fails("CREATE STREAM s$errors (x INT)", ErrorCode.INVALID_DEFINITION, "$errors");
        server.fails("CREATE STREAM other.s (x INT)", ErrorCode.SCHEMA_NOT_FOUND, "line 1:15: schema");
        server.fails("CREATE TABLE t AS SELECT 1 AS x", ErrorCode.NOT_SUPPORTED, "MATERIALIZED VIEW");
        server.fails("CREATE STREAM s (y AS z + 1, x INT)", ErrorCode.COLUMN_NOT_FOUND, "line 1:23");
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        server.run("CREATE STREAM s (x INT NOT NULL, y VARCHAR(3))");
        server.fails("INSERT INTO s VALUES (NULL, 'a')", ErrorCode.NULL_NOT_ALLOWED, "x");
        server.fails("INSERT INTO s VALUES (?, ?)", ErrorCode.INVALID_CAST, "parameter 1: 'abc'", "abc", "a");
        server.fails("INSERT INTO s VALUES (?, ?)", ErrorCode.NUMERIC_OUT_OF_RANGE, "INTEGER", 1L << 40, "a");
        server.fails("INSERT INTO s VALUES (?, ?)", ErrorCode.VALUE_TOO_LONG, "VARCHAR(3)", 1, "abcd");
        server.fails("INSERT INTO s VALUES (?, ?)", ErrorCode.NULL_NOT_ALLOWED, "x", null, "a");
        server.fails("INSERT INTO s VALUES (?, ?)", ErrorCode.PARAMETER_INVALID, "2 parameters", 1);
        server.fails("SELECT 1 / 0 AS x", ErrorCode.DIVISION_BY_ZERO, "");
        server.fails("SELECT x / 0 AS y FROM (VALUES (1)) AS t (x)", ErrorCode.DIVISION_BY_ZERO, "");
    }

    @Test
    void insertGoesOnlyToWhatIsFedByInsert() {
        server.run("CREATE STREAM s (x INT); CREATE MATERIALIZED VIEW v AS SELECT x FROM s;"
                + "CREATE STREAM n WITH (connector='nexmark', table='bid', events='10')");
        server.fails("INSERT INTO v VALUES (1)", ErrorCode.RELATION_WRONG_KIND, "materialized view");
        server.fails("INSERT INTO n SELECT * FROM n", ErrorCode.RELATION_WRONG_KIND, "connector");
        server.fails("INSERT INTO sys.settings VALUES (1)", ErrorCode.RELATION_WRONG_KIND, "system relation");
        server.fails("INSERT INTO s SELECT STREAM x FROM s", ErrorCode.NOT_SUPPORTED, "CREATE STREAM");
        server.fails("DROP TABLE sys.settings", ErrorCode.RELATION_WRONG_KIND, "cannot be dropped");
        server.fails(
                "CREATE MATERIALIZED VIEW w AS SELECT name FROM sys.settings",
                ErrorCode.NOT_SUPPORTED,
                "describes the server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER STREAM s RETRY",
                "ALTER STREAM s SKIP BATCH 1",
                "CREATE SUBSCRIPTION u FROM s",
                "FETCH 10 FROM u",
                "SAVEPOINT x",
                "SHOW SUBSCRIPTIONS"
            })
    void whatIsNotCarriedOutIsNamed(String sql) {
        server.run("CREATE STREAM s (x INT)");
        server.fails(sql, ErrorCode.NOT_SUPPORTED, "line 1:1: ");
        server.fails(sql, ErrorCode.NOT_SUPPORTED, "is not supported");
    }

    @Test
    void functionInJavaWithoutTypesIsRefusedWithWhatToWrite() {
        server.fails("CREATE FUNCTION f AS 'com.acme.F'", ErrorCode.NOT_SUPPORTED, "RETURNS INT LANGUAGE JAVA");
    }
}
