package io.millrace.jdbc;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.endpoint.Pages;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that end: updates, parameters, batches and errors. */
final class StatementTest {

    private static final RowType NUMBERS = RowType.of(new Field("n", Type.BIGINT, false));
    private static final String INSERT = "INSERT INTO t VALUES (?, ?)";

    private final List<List<Object>> inserted = new CopyOnWriteArrayList<>();
    private ServerFixture server;

    @BeforeEach
    void start() {
        server = new ServerFixture();
        server.service.update("CREATE STREAM s", List.of(), parameters -> 0L, "its state, 100% of it, is unbounded");
        server.service.update(
                INSERT,
                List.of(new Field("?1", Type.BIGINT, true), new Field("?2", Type.VARCHAR, true)),
                parameters -> {
                    inserted.add(parameters);
                    return 1L;
                });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void parametersAreBound(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
            assertThat(insert.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
            insert.setLong(1, 5);
            insert.setString(2, "five");
            assertThat(insert.executeUpdate()).isEqualTo(1);
            insert.setInt(1, 6);
            insert.setNull(2, Types.VARCHAR);
            assertThat(insert.execute()).isFalse();
            assertThat(insert.getUpdateCount()).isEqualTo(1);
        }
        assertThat(inserted).containsExactly(List.of(5L, "five"), java.util.Arrays.asList(6L, null));
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void parametersOfEveryTypeAreBound(ServerFixture.Way way) throws SQLException {
        LocalDateTime moment = LocalDateTime.of(2001, 2, 3, 4, 5, 6);
        List<Object> bound = new ArrayList<>();
        Type[] types = {
            Type.BOOLEAN,
            Type.SMALLINT,
            Type.DOUBLE,
            Type.decimal(10, 2),
            Type.VARBINARY,
            Type.TIMESTAMP,
            Type.DATE,
            Type.TIME
        };
        List<Field> parameters = new ArrayList<>();
        for (Type type : types) {
            parameters.add(new Field("?" + (parameters.size() + 1), type, true));
        }
        server.service.query("types", NUMBERS, parameters, values -> {
            bound.addAll(values);
            return List.of(Pages.of(NUMBERS, row(1L)));
        });
        try (Connection connection = server.connect(way);
                PreparedStatement query = connection.prepareStatement("types")) {
            query.setBoolean(1, true);
            query.setShort(2, (short) 7);
            query.setDouble(3, 0.5);
            query.setBigDecimal(4, new BigDecimal("12.345"));
            query.setBytes(5, new byte[] {1, -1});
            query.setTimestamp(6, Timestamp.valueOf(moment));
            query.setDate(7, java.sql.Date.valueOf("2001-02-03"));
            query.setTime(8, java.sql.Time.valueOf("04:05:06"));
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
        }
        assertThat(bound).hasSize(8);
        assertThat(bound.subList(0, 4)).containsExactly(true, 7, 0.5, new BigDecimal("12.35"));
        assertThat((byte[]) bound.get(4)).containsExactly(1, -1);
        assertThat(bound.subList(5, 8))
                .containsExactly(
                        moment.toInstant(ZoneOffset.UTC).toEpochMilli(),
                        (int) moment.toLocalDate().toEpochDay(),
                        ((4 * 60 + 5) * 60 + 6) * 1000);
    }

    @Test
    void valuesOfJavaTimeAreBound() throws SQLException {
        List<Object> bound = new ArrayList<>();
        LocalDateTime moment = LocalDateTime.of(2001, 4, 1, 2, 30);
        List<Field> parameters = List.of(
                new Field("?1", Type.TIMESTAMP, true),
                new Field("?2", Type.DATE, true),
                new Field("?3", Type.TIME, true));
        server.service.query("times", NUMBERS, parameters, values -> {
            bound.addAll(values);
            return List.of();
        });
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement("times")) {
            query.setObject(1, moment);
            query.setObject(2, LocalDate.EPOCH.plusDays(3));
            query.setObject(3, LocalTime.of(0, 0, 1));
            query.executeQuery().close();
        }
        assertThat(bound).containsExactly(moment.toInstant(ZoneOffset.UTC).toEpochMilli(), 3, 1_000);
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void batchIsCarriedOut(ServerFixture.Way way) throws SQLException {
        try (Connection connection = server.connect(way);
                PreparedStatement insert = connection.prepareStatement(INSERT);
                Statement plain = connection.createStatement()) {
            for (long n = 0; n < 3; n++) {
                insert.setLong(1, n);
                insert.setString(2, "row " + n);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            plain.addBatch("CREATE STREAM s");
            plain.addBatch("CREATE STREAM s");
            assertThat(plain.executeBatch()).containsExactly(0, 0);
        }
        assertThat(inserted).containsExactly(List.of(0L, "row 0"), List.of(1L, "row 1"), List.of(2L, "row 2"));
    }

    @Test
    void batchFailureIsABatchUpdateException() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.addBatch("nonsense");
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageContaining("line 1:1: the test did not teach this statement");
        }
    }

    @Test
    void wholeNumbersAreTakenByTypesThatHaveThem() throws SQLException {
        List<Object> bound = new ArrayList<>();
        List<Field> parameters = List.of(
                new Field("?1", Type.SMALLINT, true),
                new Field("?2", Type.INTEGER, true),
                new Field("?3", Type.BIGINT, true),
                new Field("?4", Type.decimal(4, 1), true));
        server.service.query("numbers", NUMBERS, parameters, values -> {
            bound.addAll(values);
            return List.of(Pages.of(NUMBERS, row(1L)));
        });
        try (Connection connection = server.connect();
                PreparedStatement query = connection.prepareStatement("numbers")) {
            query.setLong(1, Short.MIN_VALUE);
            query.setLong(2, Integer.MAX_VALUE);
            query.setLong(3, Long.MIN_VALUE);
            query.setInt(4, -999);
            query.executeQuery().close();
            assertThat(bound)
                    .containsExactly(
                            (int) Short.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, new BigDecimal("-999.0"));
            query.setLong(2, Integer.MAX_VALUE + 1L);
            assertThatThrownBy(query::executeQuery)
                    .hasMessage("parameter 2: \"2147483648\" is not a value of type INTEGER")
                    .extracting(failure -> ((SQLException) failure).getSQLState())
                    .isEqualTo("22003");
            query.setDouble(2, 2);
            query.setLong(4, 1_000);
            assertThatThrownBy(query::executeQuery)
                    .hasMessage("parameter 4: \"1000\" is not a value of type DECIMAL(4, 1)");
        }
    }

    @Test
    void wrongParametersAreErrorsOfTheUser() throws SQLException {
        try (Connection connection = server.connect();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, "many");
            insert.setString(2, "x");
            assertThatThrownBy(insert::executeUpdate)
                    .hasMessage("parameter 1: \"many\" is not a value of type BIGINT")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).isEqualTo("07001"));
            insert.clearParameters();
            insert.setLong(1, 1);
            assertThatThrownBy(insert::executeUpdate).hasMessage("parameter 2 is not set");
        }
    }

    @Test
    void errorHasTextStateAndClassOfTheServer() throws SQLException {
        server.service.failure(
                "SELECT prise FROM bids",
                new MillraceException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        new Position(1, 8),
                        "column \"prise\" not found in stream \"bids\""));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT prise FROM bids")) {
            String text = "line 1:8: column \"prise\" not found in stream \"bids\"";
            assertThatThrownBy(() -> statement.executeQuery("SELECT prise FROM bids"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessage(text)
                    .extracting("SQLState")
                    .isEqualTo("42703");
            assertThatThrownBy(prepared::executeQuery)
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessage(text);
            assertThatThrownBy(() -> connection.prepareStatement("nonsense"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessageStartingWith("line 1:1: ");
        }
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "AVATICA.*", mode = EnumSource.Mode.MATCH_ALL)
    void avaticaDriverGetsStateAndTextWithoutTrace(ServerFixture.Way way) throws SQLException {
        server.service.failure("boom", new MillraceException(ErrorCode.DIVISION_BY_ZERO, "division by zero"));
        try (Connection connection = server.connect(way);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("boom"))
                    .hasMessageContaining("division by zero")
                    .isInstanceOfSatisfying(org.apache.calcite.avatica.AvaticaSqlException.class, failure -> {
                        assertThat(failure.getSQLState()).isEqualTo("22012");
                        assertThat(failure.getStackTraces()).containsExactly("DIVISION_BY_ZERO\n");
                    });
        }
    }

    @Test
    void internalErrorShowsAnIdAndNothingElse() throws SQLException {
        server.service.failure("bug", new IllegalStateException("secret of io.millrace.Something"));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("bug"))
                    .hasMessageMatching("internal error [0-9a-f]{8}; the server's log has the details under this id")
                    .extracting("SQLState")
                    .isEqualTo("XX000");
        }
    }

    @Test
    void warningsArrive() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("CREATE STREAM s")).isZero();
            assertThat(statement.getWarnings().getMessage()).isEqualTo("its state, 100% of it, is unbounded");
            statement.clearWarnings();
            assertThat((Throwable) statement.getWarnings()).isNull();
        }
    }

    @Test
    void wrongKindOfExecutionIsAnError() throws SQLException {
        server.service.query("SELECT 1", NUMBERS, Pages.of(NUMBERS, row(1L)));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("SELECT 1")).hasMessageContaining("returns rows");
            assertThatThrownBy(() -> statement.executeQuery("CREATE STREAM s")).hasMessageContaining("returns no rows");
        }
    }

    @Test
    void manyRowsArriveInOrderAcrossFrames() throws SQLException {
        Page[] pages = new Page[30];
        for (int p = 0; p < pages.length; p++) {
            Object[][] rows = new Object[1_000][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(p * 1_000L + i);
            }
            pages[p] = Pages.of(NUMBERS, rows);
        }
        server.service.query("many", NUMBERS, pages);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.setFetchSize(777);
            long expected = 0;
            try (ResultSet rows = statement.executeQuery("many")) {
                while (rows.next()) {
                    assertThat(rows.getLong(1)).isEqualTo(expected++);
                }
            }
            assertThat(expected).isEqualTo(30_000);
            statement.setMaxRows(1_500);
            try (ResultSet rows = statement.executeQuery("many")) {
                long count = 0;
                while (rows.next()) {
                    count++;
                }
                assertThat(count).isEqualTo(1_500);
            }
        }
    }

    @Test
    void connectionWithoutServerIsAnErrorWithState() {
        int port = server.port();
        server.close();
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace://localhost:" + port))
                .isInstanceOfSatisfying(SQLException.class, failure -> {
                    assertThat(failure.getSQLState()).isEqualTo("08001");
                    assertThat(failure.getMessage()).contains("cannot connect to localhost:" + port);
                });
    }

    @Test
    void urlsOfAnotherFormAreRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:millrace:localhost"))
                .hasMessageContaining("jdbc:millrace://host[:port]");
        assertThatThrownBy(() -> DriverManager.getConnection(server.url() + "/?serialization=xml"))
                .hasMessageContaining("serialization is json or protobuf");
    }

    @Test
    void propertiesBecomeSettingsOfTheSession() throws SQLException {
        DriverManager.getConnection(server.url() + "/?batch.interval=1s&user=ann")
                .close();
        assertThatThrownBy(() -> DriverManager.getConnection(server.url() + "?nonsense=1"))
                .hasMessage("there is no setting \"nonsense\"");
        assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "mallory", "x"))
                .hasMessage("mallory may not connect");
    }

    @Test
    void connectionHasASchemaAndTransactions() throws SQLException {
        try (Connection connection = server.connect()) {
            assertThat(connection.getSchema()).isEqualTo("main");
            connection.setSchema("other");
            assertThat(connection.getSchema()).isEqualTo("other");
            assertThatThrownBy(() -> connection.setSchema("nowhere")).hasMessage("there is no schema \"nowhere\"");
            assertThat(connection.getSchema()).isEqualTo("other");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThatThrownBy(connection::commit).hasMessageContaining("auto-commit is on");
            connection.setAutoCommit(false);
            assertThat(connection.getAutoCommit()).isFalse();
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.isReadOnly()).isFalse();
            connection.setReadOnly(true);
            assertThat(connection.isReadOnly()).isTrue();
        }
    }
}
