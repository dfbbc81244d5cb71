package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.decimal;
import static io.millrace.engine.codegen.Expressions.floating;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.Expressions.text;
import static io.millrace.engine.codegen.FunctionKit.check;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CastTest {

    private static final Type CHAR_3 = new ScalarType(TypeKind.CHAR, 3, 0);
    private static final Literal MOMENT = Literal.of(1_709_250_351_678L, Type.TIMESTAMP);

    private static void cast(Literal from, Type to, Object expected) {
        check(CAST, to, expected, from);
        boolean failing = expected instanceof String message && message.matches("(INVALID|NUMERIC)[A-Z_]+: .*");
        check(TRY_CAST, to, failing ? null : expected, from);
    }

    @Test
    void numbersBecomeOtherNumbers() {
        cast(integer(7), Type.BIGINT, 7L);
        cast(integer(7), Type.DOUBLE, 7.0);
        cast(bigint(1L << 40), Type.INTEGER, "NUMERIC_OUT_OF_RANGE: 1099511627776 is out of range of INTEGER");
        cast(bigint(-200), Type.TINYINT, "NUMERIC_OUT_OF_RANGE: -200 is out of range of TINYINT");
        cast(floating(-2.7), Type.INTEGER, -2);
        cast(floating(1e19), Type.BIGINT, "NUMERIC_OUT_OF_RANGE: 1.0E19 is out of range of BIGINT");
        cast(floating(Double.NaN), Type.BIGINT, "NUMERIC_OUT_OF_RANGE: NaN is out of range of BIGINT");
        cast(decimal("2.75"), Type.INTEGER, 2);
        cast(decimal("2.75"), Type.decimal(4, 1), new BigDecimal("2.8"));
        cast(decimal("-2.75"), Type.decimal(4, 1), new BigDecimal("-2.8"));
        cast(decimal("2.75"), Type.decimal(25, 4), new BigDecimal("2.7500"));
        cast(Rows.literal(new BigDecimal("2.75"), Type.decimal(25, 2)), Type.decimal(4, 1), new BigDecimal("2.8"));
        cast(decimal("2.75"), Type.DOUBLE, 2.75);
        cast(decimal("100"), Type.decimal(4, 2), "NUMERIC_OUT_OF_RANGE: 100 does not fit DECIMAL(4, 2)");
        cast(integer(5), Type.decimal(10, 2), new BigDecimal("5.00"));
        cast(floating(1.005), Type.decimal(10, 2), new BigDecimal("1.01"));
        cast(floating(0.1), Type.REAL, (double) 0.1f);
        cast(floating(1e300), Type.REAL, "NUMERIC_OUT_OF_RANGE: 1.0E300 is out of range of REAL");
        cast(Literal.of(true, Type.BOOLEAN), Type.INTEGER, 1);
        cast(integer(0), Type.BOOLEAN, false);
    }

    @Test
    void textBecomesNumbers() {
        cast(text(" 42 "), Type.BIGINT, 42L);
        cast(text("-9223372036854775808"), Type.BIGINT, Long.MIN_VALUE);
        cast(
                text("9223372036854775808"),
                Type.BIGINT,
                "NUMERIC_OUT_OF_RANGE: 9223372036854775808 is out of range of BIGINT");
        cast(text("abc"), Type.BIGINT, "INVALID_CAST: \"abc\" is not a BIGINT");
        cast(text(""), Type.INTEGER, "INVALID_CAST: \"\" is not an INTEGER");
        cast(text("-"), Type.SMALLINT, "INVALID_CAST: \"-\" is not a SMALLINT");
        cast(text("1.5"), Type.DOUBLE, 1.5);
        cast(text("-1.5e3"), Type.DOUBLE, -1500.0);
        cast(text("0.1"), Type.DOUBLE, 0.1);
        cast(text("1.5d"), Type.DOUBLE, "INVALID_CAST: \"1.5d\" is not a DOUBLE");
        cast(text("12.345"), Type.decimal(10, 2), new BigDecimal("12.35"));
        cast(text("-0.005"), Type.decimal(10, 2), new BigDecimal("-0.01"));
        cast(text("1e2"), Type.decimal(10, 2), new BigDecimal("100.00"));
        cast(text("12345678901234567890.5"), Type.decimal(30, 1), new BigDecimal("12345678901234567890.5"));
        cast(text("x"), Type.decimal(10, 2), "INVALID_CAST: \"x\" is not a DECIMAL(10, 2)");
        cast(text("TRUE"), Type.BOOLEAN, true);
        cast(text("off"), Type.BOOLEAN, false);
        cast(text("maybe"), Type.BOOLEAN, "INVALID_CAST: \"maybe\" is not a BOOLEAN");
    }

    @Test
    void everythingBecomesText() {
        cast(bigint(Long.MIN_VALUE), Type.VARCHAR, "-9223372036854775808");
        cast(integer(-7), Type.VARCHAR, "-7");
        cast(decimal("-0.05"), Type.VARCHAR, "-0.05");
        cast(
                Rows.literal(new BigDecimal("12345678901234567890.50"), Type.decimal(22, 2)),
                Type.VARCHAR,
                "12345678901234567890.50");
        cast(floating(1.5), Type.VARCHAR, "1.5");
        cast(Literal.of((double) 0.1f, Type.REAL), Type.VARCHAR, "0.1");
        cast(Literal.of(true, Type.BOOLEAN), Type.VARCHAR, "TRUE");
        cast(MOMENT, Type.VARCHAR, "2024-02-29 23:45:51.678");
        cast(Literal.of(19_782, Type.DATE), Type.VARCHAR, "2024-02-29");
        cast(Literal.of(3_661_001, Type.TIME), Type.VARCHAR, "01:01:01.001");
        cast(Literal.of(90_061_001L, Type.INTERVAL_DAY), Type.VARCHAR, "1 01:01:01.001");
        cast(Literal.of(-14, Type.INTERVAL_MONTH), Type.VARCHAR, "-1-02");
        cast(Rows.literal(List.of(1L, 2L), new ArrayType(Type.BIGINT, true)), Type.VARCHAR, "[1, 2]");
        cast(text("abcdef"), Type.varchar(3), "abc");
        cast(text("äöü"), Type.varchar(2), "äö");
        cast(text("a"), CHAR_3, "a  ");
        cast(bigint(12345), Type.varchar(3), "123");
    }

    @Test
    void textBecomesTimes() {
        cast(text("2024-02-29 23:45:51.678"), Type.TIMESTAMP, 1_709_250_351_678L);
        cast(text("2024-02-29T23:45:51.6789"), Type.TIMESTAMP, 1_709_250_351_678L);
        cast(text("2024-02-29"), Type.TIMESTAMP, 1_709_164_800_000L);
        cast(text("2024-02-30"), Type.TIMESTAMP, "INVALID_CAST: \"2024-02-30\" is not a TIMESTAMP");
        cast(text("2024-02-29T23:45:51Z"), Type.TIMESTAMP_LTZ, 1_709_250_351_000L);
        cast(text("2024-02-29T23:45:51+01:00"), Type.TIMESTAMP_LTZ, 1_709_246_751_000L);
        cast(text("2024-02-29"), Type.DATE, (int) LocalDate.of(2024, 2, 29).toEpochDay());
        cast(text("yesterday"), Type.DATE, "INVALID_CAST: \"yesterday\" is not a DATE");
        cast(text("01:01:01.001"), Type.TIME, 3_661_001);
        cast(text("25:00:00"), Type.TIME, "INVALID_CAST: \"25:00:00\" is not a TIME");
        cast(text("1 01:01:01.001"), Type.INTERVAL_DAY, 90_061_001L);
        cast(text("-1-02"), Type.INTERVAL_MONTH, -14);
    }

    @Test
    void timesBecomeOtherTimes() {
        cast(MOMENT, Type.DATE, 19_782);
        cast(MOMENT, Type.TIME, 85_551_678);
        cast(MOMENT, new ScalarType(TypeKind.TIMESTAMP, 0, 0), 1_709_250_351_000L);
        cast(Literal.of(19_782, Type.DATE), Type.TIMESTAMP, 1_709_164_800_000L);
        cast(MOMENT, Type.TIMESTAMP_LTZ, 1_709_250_351_678L);
    }

    @Test
    void castsWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> Evaluator.constant(call(CAST, Type.DATE, bigint(5))))
                .isInstanceOf(MillraceException.class)
                .hasMessage("CAST from BIGINT to DATE is not supported");
    }

    @Test
    void reinterpretingTakesTheBitsAsTheyAre() {
        check(REINTERPRET, Type.TIMESTAMP, 5L, bigint(5));
        assertThat(Evaluator.constant(call(REINTERPRET, Type.decimal(10, 2), bigint(5))))
                .isEqualTo(new BigDecimal("0.05"));
    }
}
