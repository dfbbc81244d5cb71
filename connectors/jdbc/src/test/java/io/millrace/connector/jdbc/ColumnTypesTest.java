package io.millrace.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row of values, one of the smallest values and one of NULLs arrive in PostgreSQL as they are. */
class ColumnTypesTest {

    private static final long[] LAST_IS_NULL = {4};

    private static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.TINYINT,
            Type.SMALLINT,
            Type.INTEGER,
            Type.BIGINT,
            Type.REAL,
            Type.DOUBLE,
            Type.decimal(10, 2),
            Type.decimal(30, 3),
            Type.VARCHAR,
            Type.VARBINARY,
            Type.DATE,
            Type.TIME,
            Type.TIMESTAMP,
            Type.TIMESTAMP_LTZ,
            Type.INTERVAL_MONTH,
            Type.INTERVAL_DAY,
            new ArrayType(Type.INTEGER, true),
            Type.VARIANT);

    private static Column ints(int first, int second) {
        return new IntColumn(3, new int[] {first, second, 0}, LAST_IS_NULL);
    }

    private static Column longs(long first, long second) {
        return new LongColumn(3, new long[] {first, second, 0}, LAST_IS_NULL);
    }

    private static Column doubles(double first, double second) {
        return new DoubleColumn(3, new double[] {first, second, 0}, LAST_IS_NULL);
    }

    private static Column bytes(byte[] first) {
        return new BytesColumn(3, first, new int[3], new int[] {first.length, 0, 0}, LAST_IS_NULL);
    }

    private static Column variants(String first, String second) {
        VariantWriter values = new VariantWriter();
        byte[] one = first.getBytes(StandardCharsets.UTF_8);
        new JsonReader(values).read(one, 0, one.length);
        int end = values.size();
        byte[] other = second.getBytes(StandardCharsets.UTF_8);
        new JsonReader(values).read(other, 0, other.length);
        return new BytesColumn(
                3, values.toBytes(), new int[] {0, end, 0}, new int[] {end, values.size() - end, 0}, LAST_IS_NULL);
    }

    private static Page page() {
        BigDecimal wide = new BigDecimal("123456789012345678901234567.891");
        IntColumn elements = new IntColumn(3, new int[] {1, 0, -3}, new long[] {2});
        return Page.of(
                3,
                List.of(
                        new BooleanColumn(3, new boolean[] {true, false, false}, LAST_IS_NULL),
                        ints(-128, 127),
                        ints(-32768, 32767),
                        ints(Integer.MIN_VALUE, Integer.MAX_VALUE),
                        longs(Long.MIN_VALUE, Long.MAX_VALUE),
                        doubles(1.5f, -0.1f),
                        doubles(Double.MAX_VALUE, Double.NEGATIVE_INFINITY),
                        longs(-5, 9_999_999_999L),
                        new DecimalColumn(3, new BigDecimal[] {wide, BigDecimal.ZERO, BigDecimal.ZERO}, LAST_IS_NULL),
                        bytes("größer 😀 'quoted' \\ \"too\"\n".getBytes(StandardCharsets.UTF_8)),
                        bytes(new byte[] {0, -1, 127}),
                        ints(-719_162, 19_782),
                        ints(86_399_999, 0),
                        longs(-1, 1_709_164_800_123L),
                        longs(-1, 1_709_164_800_123L),
                        ints(-14, 25),
                        longs(-90_061_001, 86_400_000),
                        new ArrayColumn(3, elements, new int[3], new int[] {3, 0, 0}, LAST_IS_NULL),
                        variants("{\"a\": [1.50, null]}", "\"größer\"")));
    }

    @Test
    void valuesOfAllTypesArriveAsTheyAre() throws Exception {
        Postgres.run("CREATE TABLE typed (c0 BOOLEAN, c1 SMALLINT, c2 SMALLINT, c3 INT, c4 BIGINT, c5 REAL,"
                + " c6 DOUBLE PRECISION, c7 NUMERIC(10, 2), c8 NUMERIC, c9 TEXT, c10 BYTEA, c11 DATE, c12 TIME,"
                + " c13 TIMESTAMP, c14 TIMESTAMPTZ, c15 INTERVAL, c16 INTERVAL, c17 INT[], c18 JSONB)");
        List<Field> fields = new ArrayList<>();
        TYPES.forEach(type -> fields.add(new Field("c" + fields.size(), type, true)));
        try (Sink sink = JdbcSink.open(SinkFixture.postgres(Postgres.port(), "typed", new RowType(fields), Map.of()))) {
            sink.deliver(1, 1, List.of(page()));
        }
        assertThat(
                        Postgres.rows(
                                "SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, encode(c10, 'hex'), c11, c12, c13,"
                                        + " to_char(c14 AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'),"
                                        + " c15 = INTERVAL '-14 months' OR c15 = INTERVAL '25 months',"
                                        + " c16 = INTERVAL '-1 day -01:01:01.001' OR c16 = INTERVAL '1 day', c17, c18 FROM typed ORDER BY c1"))
                .containsExactly(
                        "t|-128|-32768|-2147483648|-9223372036854775808|1.5|1.7976931348623157e+308|-0.05|"
                                + "123456789012345678901234567.891|größer 😀 'quoted' \\ \"too\"\n|00ff7f|0001-01-01|23:59:59.999|"
                                + "1969-12-31 23:59:59.999|1969-12-31 23:59:59.999|t|t|{1,NULL,-3}|{\"a\": [1.5, null]}",
                        "f|127|32767|2147483647|9223372036854775807|-0.1|-Infinity|99999999.99|0.000|||2024-02-29|00:00:00|"
                                + "2024-02-29 00:00:00.123|2024-02-29 00:00:00.123|t|t|{}|\"größer\"",
                        String.join("|", Collections.nCopies(TYPES.size(), "null")));
    }
}
