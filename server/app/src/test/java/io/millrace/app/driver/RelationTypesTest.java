package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDBC's metadata tells of all kinds of things in a real server. */
class RelationTypesTest {

    @TempDir
    Path directory;

    private static List<String> rows(ResultSet rows, String... columns) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (String column : columns) {
                    values.add(rows.getString(column));
                }
                texts.add(String.join(" ", values));
            }
        }
        return texts;
    }

    @Test
    void eachKindHasATypeOfItsOwn() throws SQLException {
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            server.run("CREATE STREAM s (a INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)");
            server.run(
                    "CREATE TABLE t (k BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n INT DEFAULT 7, m AS n * 2)");
            server.run("CREATE VIEW v AS SELECT a FROM s");
            server.run("CREATE MATERIALIZED VIEW w AS SELECT a, COUNT(*) AS n FROM s GROUP BY a");
            server.run("CREATE SINK out WITH (connector = 'files', path = '" + directory.resolve("out.csv")
                    + "', format = 'csv') AS SELECT STREAM a FROM s");
            DatabaseMetaData metaData = connection.getMetaData();
            assertThat(rows(metaData.getTables(null, "public", "%", null), "TABLE_TYPE", "TABLE_NAME"))
                    .contains(
                            "MATERIALIZED VIEW w", "SINK out", "STREAM s", "TABLE t", "VIEW v", "SIDE STREAM s$errors")
                    .noneMatch(row -> row.startsWith("STREAM") && row.contains("$"));
            assertThat(rows(metaData.getTables(null, null, "%", new String[] {"SINK"}), "TABLE_NAME"))
                    .containsExactly("out");
            Set<String> types = new HashSet<>(rows(metaData.getTables(null, null, "%", null), "TABLE_TYPE"));
            assertThat(rows(metaData.getTableTypes(), "TABLE_TYPE"))
                    .isSorted()
                    .containsExactlyInAnyOrderElementsOf(types);
            assertThat(rows(
                            metaData.getColumns(null, null, "t", "%"),
                            "COLUMN_NAME",
                            "IS_AUTOINCREMENT",
                            "IS_GENERATEDCOLUMN",
                            "COLUMN_DEF"))
                    .containsExactly("k YES NO null", "n NO NO 7", "m NO YES null");
        }
    }
}
