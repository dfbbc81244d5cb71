package io.millrace.jdbc;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.endpoint.Pages;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class QueryTest {

    private static final RowType WORDS =
            RowType.of(new Field("word", Type.VARCHAR, false), new Field("total", Type.BIGINT, true));

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void queryReturnsItsRows(ServerFixture.Way way) throws SQLException {
        try (ServerFixture server = new ServerFixture()) {
            server.service.query("SELECT * FROM words", WORDS, Pages.of(WORDS, row("a", 1L), row("b", null)));
            try (Connection connection = server.connect(way);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM words")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("word")).isEqualTo("a");
                assertThat(rows.getLong("total")).isEqualTo(1);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("b");
                assertThat(rows.getLong(2)).isZero();
                assertThat(rows.wasNull()).isTrue();
                assertThat(rows.next()).isFalse();
            }
            assertThat(server.service.openSessions()).isZero();
        }
    }
}
