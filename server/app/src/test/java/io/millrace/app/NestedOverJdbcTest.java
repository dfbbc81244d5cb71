package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are Structs and maps are Maps over JDBC, with what lies in them in the classes of its types. */
class NestedOverJdbcTest {

    private MillraceServer server;

    @BeforeEach
    void start(@TempDir Path directory) {
        server = MillraceServer.start(Settings.defaults()
                .with(Setting.DATA_DIR, directory.resolve("data").toString())
                .with(Setting.DURABILITY, "none")
                .with(Setting.PORT, "0"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private interface Check {
        void of(ResultSet rows) throws Exception;
    }

    private void check(String serialization, String sql, Check check) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url() + "?serialization=" + serialization);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            check.of(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void rowsAreStructsOfTheClassesOfTheirFields(String serialization) throws Exception {
        String row =
                "ROW(TRUE, CAST(1 AS TINYINT), 2, CAST(3 AS BIGINT), CAST(0.5 AS REAL), CAST(0.25 AS DOUBLE), 1.50, 'it''s',"
                        + " X'00ff', DATE '2024-05-01', TIME '01:02:03.004', TIMESTAMP '2024-05-01 01:02:03.004', CAST(NULL AS INT))";
        check(serialization, "SELECT " + row + " AS r", rows -> {
            assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.STRUCT);
            assertThat(rows.getMetaData().getColumnClassName(1)).isEqualTo("java.sql.Struct");
            Struct struct = rows.getObject(1, Struct.class);
            assertThat(struct.getSQLTypeName()).startsWith("ROW(EXPR$0 BOOLEAN NOT NULL, EXPR$1 TINYINT NOT NULL");
            assertThat(struct.getAttributes())
                    .containsExactly(
                            true,
                            1,
                            2,
                            3L,
                            0.5f,
                            0.25,
                            new BigDecimal("1.50"),
                            "it's",
                            new byte[] {0, -1},
                            Date.valueOf("2024-05-01"),
                            new Time(Time.valueOf("01:02:03").getTime() + 4),
                            Timestamp.valueOf("2024-05-01 01:02:03.004"),
                            null);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void variantsAreTextInJson(String serialization) throws Exception {
        String json = "{\"a\":[1,\"x, }\",null],\"b\":{}}";
        String value = "PARSE_JSON('" + json + "')";
        check(
                serialization,
                "SELECT " + value + " AS v, ROW(" + value + ", 1) AS r, MAP['k', " + value + "] AS m",
                rows -> {
                    assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.OTHER);
                    assertThat(rows.getMetaData().getColumnTypeName(1)).isEqualTo("VARIANT");
                    assertThat(rows.getMetaData().getColumnClassName(1)).isEqualTo("java.lang.String");
                    assertThat(rows.getObject(1)).isEqualTo(json);
                    assertThat(rows.getString(1)).isEqualTo(json);
                    assertThat(rows.getObject(2, Struct.class).getAttributes()).containsExactly(json, 1);
                    assertThat(rows.getObject(3)).isEqualTo(Map.of("k", json));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void parametersOfVariantsAreJson(String serialization) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url() + "?serialization=" + serialization);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (k INT PRIMARY KEY, v VARIANT)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                insert.setInt(1, 1);
                insert.setString(2, "{\"a\": 5}");
                insert.executeUpdate();
                insert.setInt(1, 2);
                insert.setString(2, null);
                insert.executeUpdate();
            }
        }
        check(serialization, "SELECT v:a::INT, (SELECT COUNT(*) FROM t WHERE v IS NULL) FROM t WHERE k = 1", rows -> {
            assertThat(rows.getInt(1)).isEqualTo(5);
            assertThat(rows.getInt(2)).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void parametersOfRowsAndMapsAreJson(String serialization) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url() + "?serialization=" + serialization);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE n (k INT PRIMARY KEY, r ROW(a INT, b DATE), m MAP<VARCHAR, DECIMAL(5, 2)>)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?, ?, ?)")) {
                insert.setInt(1, 1);
                insert.setString(2, "{\"B\": \"2024-05-01\", \"a\": 7}");
                insert.setString(3, "{\"y\": 1.5, \"x\": 2}");
                insert.executeUpdate();
                insert.setString(2, "{\"a\": \"seven\"}");
                assertThatThrownBy(insert::executeUpdate)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("parameter 2: \"seven\" is not a BIGINT");
            }
            try (PreparedStatement query = connection.prepareStatement("SELECT m['x'] FROM n WHERE r = ? AND m = ?")) {
                query.setString(1, "{\"a\": 7, \"b\": \"2024-05-01\"}");
                query.setString(2, "{\"x\": 2.00, \"y\": 1.50}");
                ResultSet rows = query.executeQuery();
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBigDecimal(1)).isEqualByComparingTo("2");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void mapsAreMaps(String serialization) throws Exception {
        check(serialization, "SELECT MAP[DATE '2024-05-01', ARRAY[1.5, NULL], DATE '2024-05-02', NULL] AS m", rows -> {
            assertThat(rows.getMetaData().getColumnClassName(1)).isEqualTo("java.util.Map");
            Map<?, ?> map = rows.getObject(1, Map.class);
            assertThat(List.copyOf(map.keySet()))
                    .isEqualTo(List.of(Date.valueOf("2024-05-01"), Date.valueOf("2024-05-02")));
            Array array = (Array) map.get(Date.valueOf("2024-05-01"));
            assertThat((Object[]) array.getArray()).containsExactly(new BigDecimal("1.5"), null);
            assertThat(map.get(Date.valueOf("2024-05-02"))).isNull();
            assertThat(rows.getString(1)).isEqualTo("{2024-05-01=[1.5, null], 2024-05-02=null}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void whatLiesInOthersIsReadToo(String serialization) throws Exception {
        String sql =
                "SELECT ARRAY[CAST(ROW(MAP[ROW(1, 'a,\"}'), 'x'], 2) AS ROW(\"the m, ap\" MAP<ROW(a INT, b VARCHAR), VARCHAR>, n INT)), NULL],"
                        + " MAP['k', MAP['l', 1]], CAST(NULL AS MAP<INT, INT>), ARRAY[MAP[1, 2]]";
        check(serialization, sql, rows -> {
            assertThat(rows.getMetaData().getColumnTypeName(1))
                    .isEqualTo("ROW(\"the m, ap\" MAP<ROW(a INTEGER, b VARCHAR), VARCHAR>, n INTEGER) ARRAY");
            assertThat(rows.getString(1)).isEqualTo("[{{{1, a,\"}}=x}, 2}, null]");
            assertThat(rows.getObject(2)).isEqualTo(Map.of("k", Map.of("l", 1)));
            assertThat(rows.getObject(3)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getString(4)).isEqualTo("[{1=2}]");
        });
    }
}
