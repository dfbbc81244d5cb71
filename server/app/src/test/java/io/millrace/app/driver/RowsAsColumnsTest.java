package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first rows of a result come as Avatica sends them, later ones as columns; that must not show. */
class RowsAsColumnsTest {

    private static final String TYPES = "n INT, a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f REAL, g DOUBLE,"
            + " h DECIMAL(12, 2), i DECIMAL(30, 3), j CHAR(4), k VARCHAR, l VARBINARY, m DATE, o TIME, p TIMESTAMP(3),"
            + " q TIMESTAMP(9), r UUID, s VARIANT";
    private static final String VALUES = "TRUE, -3, -300, 70000, 5000000000, CAST(1.5 AS REAL), CAST(-0.1 AS DOUBLE),"
            + " 12.30, 12345678901234567890.500, 'ab', 'käse 😀', X'00ff', DATE '1969-12-31', TIME '01:02:03',"
            + " TIMESTAMP '2001-02-03 04:05:06.007', CAST('2001-02-03 04:05:06.123456789' AS TIMESTAMP(9)),"
            + " CAST('00112233-4455-6677-8899-aabbccddeeff' AS UUID), PARSE_JSON('{\"a\": [1]}')";
    private static final int ROWS = 2_600;

    @TempDir
    Path directory;

    @Test
    void laterRowsHaveTheSameObjects() throws SQLException {
        SinkServer server = new SinkServer(directory, List.of());
        try (server;
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE STREAM one (" + TYPES + ")");
            statement.execute("CREATE STREAM many (x INT)");
            statement.execute("INSERT INTO one VALUES (0, " + VALUES + ")");
            statement.execute("INSERT INTO one (n) VALUES (1)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO many VALUES (?)")) {
                for (int i = 0; i < ROWS; i++) {
                    insert.setInt(1, i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            String all = "SELECT one.*, many.x FROM many JOIN one ON MOD(many.x, 2) = one.n ORDER BY many.x";
            sameObjects(statement, all, 21 - 1);
            sameObjects(
                    statement,
                    "SELECT one.n, ARRAY[one.d, 2] AS y, one.k, ROW(one.e, one.k) AS z, many.x"
                            + " FROM many JOIN one ON MOD(many.x, 2) = one.n ORDER BY many.x",
                    5);
        }
    }

    private static void sameObjects(Statement statement, String sql, int columns) throws SQLException {
        List<List<Object>> first = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(columns);
            int count = 0;
            while (rows.next()) {
                List<Object> row = row(rows, columns - 1);
                if (count < 2) {
                    first.add(row);
                }
                assertThat(row).as("row %d", count).isEqualTo(first.get(count % 2));
                assertThat(rows.getInt(columns)).isEqualTo(count);
                count++;
            }
            assertThat(count).isEqualTo(ROWS);
        }
        assertThat(first.get(0)).doesNotContainNull();
    }

    /** Objects with their classes, and texts. */
    private static List<Object> row(ResultSet rows, int columns) throws SQLException {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            Object value = rows.getObject(i);
            row.add(value == null ? "" : value.getClass());
            row.add(
                    value instanceof byte[]
                            ? Arrays.toString((byte[]) value)
                            : value instanceof Array
                                    ? Arrays.asList((Object[]) ((Array) value).getArray())
                                    : String.valueOf(value));
            row.add(String.valueOf(rows.getString(i)));
        }
        return row;
    }
}
