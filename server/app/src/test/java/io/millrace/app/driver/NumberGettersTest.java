package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers out of columns of all types, and into them: what does not fit is an error with the right SQLSTATE, and no other number. */
class NumberGettersTest {

    private interface Getter {
        Object get(ResultSet rows, int column) throws SQLException;
    }

    private static final Map<String, Getter> GETTERS = getters();

    @TempDir
    static Path directory;

    private static SinkServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = new SinkServer(directory, List.of());
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    private static Map<String, Getter> getters() {
        Map<String, Getter> getters = new LinkedHashMap<>();
        getters.put("byte", ResultSet::getByte);
        getters.put("short", ResultSet::getShort);
        getters.put("int", ResultSet::getInt);
        getters.put("long", ResultSet::getLong);
        getters.put("float", ResultSet::getFloat);
        getters.put("double", ResultSet::getDouble);
        getters.put("decimal", ResultSet::getBigDecimal);
        getters.put("integer", (rows, column) -> rows.getObject(column, BigInteger.class));
        return getters;
    }

    /** What each getter gives, as text, or the SQLSTATE of its error. */
    private static String read(Connection connection, String expression) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + expression + " AS x")) {
            assertThat(rows.next()).isTrue();
            for (Getter getter : GETTERS.values()) {
                String value;
                try {
                    value = String.valueOf(getter.get(rows, 1));
                } catch (SQLException e) {
                    value = "!" + e.getSQLState();
                }
                text.append(text.length() == 0 ? "" : " ").append(value);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void eachGetterReadsEachType(String encoding) throws SQLException {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("CAST(-128 AS TINYINT)", "-128 -128 -128 -128 -128.0 -128.0 -128 -128");
        expected.put("CAST(32767 AS SMALLINT)", "!22003 32767 32767 32767 32767.0 32767.0 32767 32767");
        expected.put("70000", "!22003 !22003 70000 70000 70000.0 70000.0 70000 70000");
        expected.put(
                "CAST(9007199254740993 AS BIGINT)",
                "!22003 !22003 !22003 9007199254740993 9.0071993E15 9.007199254740992E15 9007199254740993 9007199254740993");
        expected.put("CAST(1.5 AS REAL)", "1 1 1 1 1.5 1.5 1.5 1");
        expected.put(
                "CAST(-1E300 AS DOUBLE)", "!22003 !22003 !22003 !22003 !22003 -1.0E300 -1.0E+300 -1" + "0".repeat(300));
        expected.put("CAST(127.9 AS DECIMAL(5, 2))", "127 127 127 127 127.9 127.9 127.90 127");
        expected.put(
                "CAST(12345678901234567890.5 AS DECIMAL(38, 1))",
                "!22003 !22003 !22003 !22003 1.2345679E19 1.2345678901234567E19 12345678901234567890.5 12345678901234567890");
        expected.put("'12'", "12 12 12 12 12.0 12.0 12 12");
        expected.put("' -7.9 '", "-7 -7 -7 -7 -7.9 -7.9 -7.9 -7");
        expected.put("'1e400'", "!22003 !22003 !22003 !22003 !22003 !22003 1E+400 1" + "0".repeat(400));
        expected.put("'1e40'", "!22003 !22003 !22003 !22003 !22003 1.0E40 1E+40 1" + "0".repeat(40));
        expected.put("'abc'", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("CAST('NaN' AS DOUBLE)", "!22003 !22003 !22003 !22003 NaN NaN !22003 !22003");
        expected.put("TRUE", "1 1 1 1 1.0 1.0 1 1");
        expected.put("X'0102'", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("ARRAY[1, 2]", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("MAP['a', 1]", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("ROW(1, 2)", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put(
                "CAST('00000000-0000-0000-0000-000000000001' AS UUID)",
                "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("INTERVAL '1' DAY", "!22018 !22018 !22018 !22018 !22018 !22018 !22018 !22018");
        expected.put("CAST(NULL AS INTEGER)", "0 0 0 0 0.0 0.0 null null");
        expected.put("CAST(NULL AS VARCHAR)", "0 0 0 0 0.0 0.0 null null");
        expected.put("CAST(NULL AS DECIMAL(5, 2))", "0 0 0 0 0.0 0.0 null null");
        expected.put("CAST(NULL AS BOOLEAN)", "0 0 0 0 0.0 0.0 null null");
        expected.put("CAST(NULL AS DOUBLE)", "0 0 0 0 0.0 0.0 null null");
        Map<String, String> read = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(server.url() + "/?serialization=" + encoding)) {
            for (String expression : expected.keySet()) {
                boolean none = encoding.equals("json") && expression.contains("NaN");
                read.put(expression, none ? expected.get(expression) : read(connection, expression));
            }
        }
        assertThat(read.entrySet()).containsExactlyElementsOf(expected.entrySet());
    }

    @Test
    void whatDoesNotFitIsNotStored() throws SQLException {
        server.run("CREATE TABLE n (tiny TINYINT, small SMALLINT, int_ INT, big BIGINT, float_ REAL, d DECIMAL(5, 2))");
        Map<String, Object> tooLarge = new LinkedHashMap<>();
        tooLarge.put("tiny", 128);
        tooLarge.put("small", 32768L);
        tooLarge.put("int_", 1L << 31);
        tooLarge.put("big", new BigDecimal("9223372036854775808"));
        tooLarge.put("float_", 1E300);
        tooLarge.put("d", new BigDecimal("1000"));
        Map<String, String> states = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection(server.url())) {
            for (Map.Entry<String, Object> value : tooLarge.entrySet()) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO n (" + value.getKey() + ") VALUES (?)")) {
                    insert.setObject(1, value.getValue());
                    insert.executeUpdate();
                    states.put(value.getKey(), "stored");
                } catch (SQLException e) {
                    states.put(value.getKey(), e.getSQLState());
                }
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO n (big, d) VALUES (?, ?)")) {
                insert.setObject(1, BigInteger.valueOf(Long.MAX_VALUE));
                insert.setObject(2, new BigInteger("17"));
                assertThat(insert.executeUpdate()).isOne();
            }
        }
        assertThat(states.values()).containsOnly("22003");
    }
}
