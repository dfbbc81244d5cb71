package io.millrace.jdbc;

import static io.millrace.endpoint.Pages.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.millrace.endpoint.Pages;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every type travels to the client and back into Java, by every way in. */
final class TypesTest {

    private static final LocalDateTime MOMENT = LocalDateTime.of(2001, 2, 3, 4, 5, 6, 789_000_000);
    private static final long MOMENT_MILLIS = MOMENT.toInstant(ZoneOffset.UTC).toEpochMilli();

    private static final RowType ALL = rowType(
            Type.BOOLEAN,
            Type.TINYINT,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.REAL,
            Type.DOUBLE,
            Type.decimal(10, 2),
            Type.decimal(38, 10),
            new ScalarType(TypeKind.CHAR, 3, 0),
            Type.VARCHAR,
            Type.VARBINARY,
            Type.DATE,
            Type.TIME,
            Type.TIMESTAMP,
            Type.INTERVAL_MONTH,
            Type.INTERVAL_DAY,
            new ArrayType(Type.BIGINT, true),
            new ArrayType(Type.VARCHAR, true));

    private static final Object[] VALUES = {
        true,
        -128,
        32_767,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        1.5,
        2.25,
        new BigDecimal("-12345678.90"),
        new BigDecimal("1234567890123456789012345678.0123456789"),
        "abc",
        "grüße 😀",
        new byte[] {0, -1, 127},
        (int) LocalDate.of(2001, 2, 3).toEpochDay(),
        4 * 3_600_000 + 5,
        MOMENT_MILLIS,
        14,
        -93_784_005L,
        java.util.Arrays.asList(1L, null, Long.MAX_VALUE),
        List.of("a", "b")
    };

    private ServerFixture server;

    private static RowType rowType(Type... types) {
        List<Field> fields = new ArrayList<>();
        for (Type type : types) {
            fields.add(new Field("c" + (fields.size() + 1), type, true));
        }
        return new RowType(fields);
    }

    @BeforeEach
    void start() {
        server = new ServerFixture();
        server.service.query("all", ALL, Pages.of(ALL, VALUES, new Object[VALUES.length]));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What is asked of a result. */
    private interface Check {
        void of(ResultSet rows) throws SQLException;
    }

    private void check(ServerFixture.Way way, String sql, Check check) throws SQLException {
        try (Connection connection = server.connect(way);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            check.of(rows);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void valuesArriveUnharmed(ServerFixture.Way way) throws SQLException {
        check(way, "all", rows -> {
            assertThat(rows.getBoolean(1)).isTrue();
            assertThat(rows.getByte(2)).isEqualTo((byte) -128);
            assertThat(rows.getShort(3)).isEqualTo((short) 32_767);
            assertThat(rows.getInt(4)).isEqualTo(Integer.MIN_VALUE);
            assertThat(rows.getLong(5)).isEqualTo(Long.MAX_VALUE);
            assertThat(rows.getFloat(6)).isEqualTo(1.5f);
            assertThat(rows.getDouble(7)).isEqualTo(2.25);
            assertThat(rows.getBigDecimal(8)).isEqualTo(new BigDecimal("-12345678.90"));
            assertThat(rows.getBigDecimal(9)).isEqualTo(new BigDecimal("1234567890123456789012345678.0123456789"));
            assertThat(rows.getString(10)).isEqualTo("abc");
            assertThat(rows.getString(11)).isEqualTo("grüße 😀");
            assertThat(rows.getBytes(12)).containsExactly(0, -1, 127);
            assertThat(rows.getDate(13)).isEqualTo(java.sql.Date.valueOf("2001-02-03"));
            assertThat(rows.getString(14)).startsWith("04:00:00");
            assertThat(rows.getTimestamp(15)).isEqualTo(Timestamp.valueOf(MOMENT));
            assertThat(rows.getString(16)).isEqualTo("1-02");
            assertThat(rows.getString(17)).isEqualTo("-1 02:03:04.005");
            assertThat((Object[]) rows.getArray(19).getArray()).containsExactly("a", "b");
        });
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void nullsArriveAsNulls(ServerFixture.Way way) throws SQLException {
        check(way, "all", rows -> {
            assertThat(rows.next()).isTrue();
            for (int i = 1; i <= VALUES.length; i++) {
                assertThat(rows.getObject(i)).as("column %s", i).isNull();
                assertThat(rows.wasNull()).isTrue();
                assertThat(rows.getString(i)).as("text of column %s", i).isNull();
            }
            assertThat(rows.getLong(5)).isZero();
            assertThat(rows.next()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "MILLRACE.*", mode = EnumSource.Mode.MATCH_ALL)
    void objectsHaveTheClassesOfJdbc(ServerFixture.Way way) throws SQLException {
        check(way, "all", rows -> {
            Class<?>[] classes = {
                Boolean.class,
                Integer.class,
                Integer.class,
                Integer.class,
                Long.class,
                Float.class,
                Double.class,
                BigDecimal.class,
                BigDecimal.class,
                String.class,
                String.class
            };
            for (int i = 0; i < classes.length; i++) {
                assertThat(rows.getObject(i + 1)).as("column %s", i + 1).isInstanceOf(classes[i]);
                assertThat(rows.getMetaData().getColumnClassName(i + 1)).isEqualTo(classes[i].getName());
            }
            assertThat(rows.getObject(15)).isInstanceOf(Timestamp.class);
            assertThat((Object[]) rows.getArray(18).getArray()).containsExactly(1L, null, Long.MAX_VALUE);
            assertThat(rows.getString(12)).isEqualTo("00ff7f");
        });
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "MILLRACE.*", mode = EnumSource.Mode.MATCH_ALL)
    void columnsAreReadAsClassesOfJavaTime(ServerFixture.Way way) throws SQLException {
        check(way, "all", rows -> {
            assertThat(rows.getObject(13, LocalDate.class)).isEqualTo(LocalDate.of(2001, 2, 3));
            assertThat(rows.getObject(14, LocalTime.class)).isEqualTo(LocalTime.of(4, 0, 0, 5_000_000));
            assertThat(rows.getObject("c15", LocalDateTime.class)).isEqualTo(MOMENT);
            assertThat(rows.getObject(5, Long.class)).isEqualTo(Long.MAX_VALUE);
            assertThat(rows.getObject(4, String.class)).isEqualTo("-2147483648");
            assertThatThrownBy(() -> rows.getObject(11, LocalDate.class))
                    .isInstanceOf(SQLDataException.class)
                    .hasMessage("column 11 of type VARCHAR is not a date");
            rows.next();
            assertThat(rows.getObject(5, Long.class)).isNull();
            assertThat(rows.getObject(15, LocalDateTime.class)).isNull();
        });
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void numbersThatAreNoneArrive(ServerFixture.Way way) throws SQLException {
        RowType doubles = rowType(Type.DOUBLE, Type.DOUBLE, Type.REAL, Type.DOUBLE);
        server.service.query(
                "doubles",
                doubles,
                Pages.of(
                        doubles,
                        row(
                                Double.POSITIVE_INFINITY,
                                Double.NEGATIVE_INFINITY,
                                Double.POSITIVE_INFINITY,
                                Double.MIN_VALUE)));
        check(way, "doubles", rows -> {
            assertThat(rows.getDouble(1)).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(rows.getDouble(2)).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(rows.getFloat(3)).isEqualTo(Float.POSITIVE_INFINITY);
            assertThat(rows.getDouble(4)).isEqualTo(Double.MIN_VALUE);
        });
    }

    @ParameterizedTest
    @EnumSource(ServerFixture.Way.class)
    void notANumberArrives(ServerFixture.Way way) throws SQLException {
        assumeThat(way).as("Avatica's driver has no NaN in JSON").isNotEqualTo(ServerFixture.Way.AVATICA_JSON);
        RowType doubles = rowType(Type.DOUBLE, Type.REAL);
        server.service.query("nan", doubles, Pages.of(doubles, row(Double.NaN, Double.NaN)));
        check(way, "nan", rows -> {
            assertThat(rows.getDouble(1)).isNaN();
            assertThat(rows.getFloat(2)).isNaN();
        });
    }

    @ParameterizedTest
    @EnumSource(value = ServerFixture.Way.class, names = "MILLRACE.*", mode = EnumSource.Mode.MATCH_ALL)
    void aNumberThatDoesNotFitIsAnErrorAndNoOtherNumber(ServerFixture.Way way) throws SQLException {
        RowType numbers = rowType(Type.BIGINT, Type.DOUBLE, Type.decimal(38, 2), Type.VARCHAR, Type.VARCHAR);
        server.service.query(
                "numbers",
                numbers,
                Pages.of(numbers, row(1L << 31, 1e300, new BigDecimal("123456789012345678901.99"), " -32.75 ", "ten")));
        check(way, "numbers", rows -> {
            assertThat(rows.getLong(1)).isEqualTo(1L << 31);
            assertThatThrownBy(() -> rows.getInt(1))
                    .isInstanceOf(SQLDataException.class)
                    .hasMessage("column 1: 2147483648 is too large for a number of type int")
                    .extracting("SQLState")
                    .isEqualTo("22003");
            assertThatThrownBy(() -> rows.getShort("c1"))
                    .hasMessageContaining("is too large for a number of type short");
            assertThatThrownBy(() -> rows.getByte(1)).hasMessageContaining("is too large for a number of type byte");
            assertThatThrownBy(() -> rows.getObject(1, Integer.class)).hasMessageContaining("is too large");
            assertThatThrownBy(() -> rows.getLong(2)).hasMessageContaining("is too large for a number of type long");
            assertThatThrownBy(() -> rows.getFloat(2)).hasMessageContaining("is too large for a number of type float");
            assertThatThrownBy(() -> rows.getLong(3)).hasMessageContaining("is too large for a number of type long");
            assertThat(rows.getDouble(3)).isEqualTo(123456789012345678901.99);
            assertThat(rows.getInt(4)).isEqualTo(-32);
            assertThat(rows.getDouble(4)).isEqualTo(-32.75);
            assertThatThrownBy(() -> rows.getInt(5))
                    .hasMessage("column 5: 'ten' is no number (int)")
                    .extracting("SQLState")
                    .isEqualTo("22018");
        });
    }

    @Test
    void resultDescribesItsColumns() throws SQLException {
        check(ServerFixture.Way.MILLRACE_PROTOBUF, "all", rows -> {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(VALUES.length);
            assertThat(rows.getMetaData().getColumnType(8)).isEqualTo(Types.DECIMAL);
            assertThat(rows.getMetaData().getPrecision(8)).isEqualTo(10);
            assertThat(rows.getMetaData().getScale(8)).isEqualTo(2);
            assertThat(rows.getMetaData().getColumnTypeName(18)).isEqualTo("BIGINT ARRAY");
            assertThat(rows.getMetaData().isSigned(5)).isTrue();
            assertThat(rows.findColumn("C15")).isEqualTo(15);
        });
    }
}
