package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.dstream.expression.Function.CAST;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.decimal;
import static io.millrace.engine.codegen.Expressions.floating;
import static io.millrace.engine.codegen.Expressions.integer;
import static io.millrace.engine.codegen.FunctionKit.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ArithmeticTest {

    @Test
    void integersAreExact() {
        check(ADD, Type.INTEGER, 5, integer(2), integer(3));
        check(SUBTRACT, Type.INTEGER, -1, integer(2), integer(3));
        check(MULTIPLY, Type.BIGINT, 6L, bigint(2), bigint(3));
        check(DIVIDE, Type.BIGINT, -3L, bigint(-7), bigint(2));
        check(MODULO, Type.BIGINT, -1L, bigint(-7), bigint(2));
        check(MODULO, Type.INTEGER, 3, integer(13), integer(10));
        check(NEGATE, Type.INTEGER, -5, integer(5));
        check(ABS, Type.BIGINT, 5L, bigint(-5));
        check(SIGN, Type.INTEGER, -1, integer(-9));
    }

    @Test
    void overflowIsReportedWithItsOperands() {
        check(
                ADD,
                Type.BIGINT,
                "NUMERIC_OUT_OF_RANGE: BIGINT overflow in 9223372036854775807 + 1",
                bigint(Long.MAX_VALUE),
                bigint(1));
        check(
                SUBTRACT,
                Type.INTEGER,
                "NUMERIC_OUT_OF_RANGE: INTEGER overflow in -2147483648 - 1",
                integer(Integer.MIN_VALUE),
                integer(1));
        check(
                MULTIPLY,
                Type.BIGINT,
                "NUMERIC_OUT_OF_RANGE: BIGINT overflow in 4611686018427387904 * 2",
                bigint(1L << 62),
                bigint(2));
        check(
                DIVIDE,
                Type.BIGINT,
                "NUMERIC_OUT_OF_RANGE: BIGINT overflow in -9223372036854775808 / -1",
                bigint(Long.MIN_VALUE),
                bigint(-1));
        check(
                ADD,
                Type.TINYINT,
                "NUMERIC_OUT_OF_RANGE: 128 is out of range of TINYINT",
                Literal.of(127, Type.TINYINT),
                Literal.of(1, Type.TINYINT));
        check(
                MULTIPLY,
                Type.SMALLINT,
                "NUMERIC_OUT_OF_RANGE: 40000 is out of range of SMALLINT",
                Literal.of(200, Type.SMALLINT),
                Literal.of(200, Type.SMALLINT));
        check(
                NEGATE,
                Type.INTEGER,
                "NUMERIC_OUT_OF_RANGE: INTEGER overflow in -(-2147483648)",
                integer(Integer.MIN_VALUE));
    }

    @Test
    void divisionByZeroIsReported() {
        check(DIVIDE, Type.INTEGER, "DIVISION_BY_ZERO: division by zero", integer(1), integer(0));
        check(MODULO, Type.BIGINT, "DIVISION_BY_ZERO: division by zero", bigint(1), bigint(0));
        check(DIVIDE, Type.decimal(10, 2), "DIVISION_BY_ZERO: division by zero", decimal("1.5"), decimal("0.0"));
        check(DIVIDE, Type.decimal(30, 2), "DIVISION_BY_ZERO: division by zero", decimal("1.5"), decimal("0.0"));
    }

    @Test
    void doublesFollowTheirStandard() {
        check(MULTIPLY, Type.DOUBLE, 3.0, floating(1.5), floating(2));
        check(DIVIDE, Type.DOUBLE, Double.POSITIVE_INFINITY, floating(1.5), floating(0));
        check(MODULO, Type.DOUBLE, 0.5, floating(2.5), floating(2));
        check(
                ADD,
                Type.REAL,
                (double) (0.1f + 0.2f),
                Literal.of((double) 0.1f, Type.REAL),
                Literal.of((double) 0.2f, Type.REAL));
        check(NEGATE, Type.DOUBLE, -2.5, floating(2.5));
        check(POWER, Type.DOUBLE, 8.0, floating(2), floating(3));
        check(SQRT, Type.DOUBLE, 3.0, floating(9));
        check(EXP, Type.DOUBLE, 1.0, floating(0));
        check(LN, Type.DOUBLE, 0.0, floating(1));
        check(LOG10, Type.DOUBLE, 2.0, floating(100));
    }

    @Test
    void decimalsKeepTheScaleOfTheirType() {
        check(ADD, Type.decimal(6, 3), new BigDecimal("3.755"), decimal("1.5"), decimal("2.255"));
        check(SUBTRACT, Type.decimal(6, 1), new BigDecimal("-0.8"), decimal("1.5"), decimal("2.255"));
        check(MULTIPLY, Type.decimal(10, 3), new BigDecimal("3.383"), decimal("1.5"), decimal("2.255"));
        check(DIVIDE, Type.decimal(10, 4), new BigDecimal("0.6652"), decimal("1.5"), decimal("2.255"));
        check(MODULO, Type.decimal(10, 3), new BigDecimal("0.755"), decimal("2.255"), decimal("1.5"));
        check(ADD, Type.decimal(24, 3), new BigDecimal("3.755"), decimal("1.5"), decimal("2.255"));
        check(MULTIPLY, Type.decimal(18, 0), new BigDecimal("4000000000"), decimal("2000000000"), integer(2));
        check(
                MULTIPLY,
                Type.decimal(18, 2),
                new BigDecimal("1000000000000000.00"),
                decimal("10000000000000.0000"),
                decimal("100.000"));
        check(NEGATE, Type.decimal(4, 2), new BigDecimal("-2.50"), decimal("2.50"));
        check(
                ABS,
                Type.decimal(22, 2),
                new BigDecimal("2.50"),
                Rows.literal(new BigDecimal("-2.50"), Type.decimal(22, 2)));
    }

    @Test
    void largeDecimalsOfLongsAreExactBeyondSixtyFourBits() {
        BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
        BigDecimal share = new BigDecimal("0.908");
        check(MULTIPLY, Type.decimal(22, 3), new BigDecimal("90.800"), bigint(100), decimal("0.908"));
        check(MULTIPLY, Type.decimal(22, 3), most.multiply(share), bigint(Long.MAX_VALUE), decimal("0.908"));
        check(MULTIPLY, Type.decimal(38, 0), most.multiply(most), bigint(Long.MAX_VALUE), bigint(Long.MAX_VALUE));
        check(ADD, Type.decimal(22, 3), most.add(share), bigint(Long.MAX_VALUE), decimal("0.908"));
        check(ADD, Type.decimal(22, 3), new BigDecimal("7.908"), integer(7), decimal("0.908"));
        check(SUBTRACT, Type.decimal(22, 3), share.subtract(most), decimal("0.908"), bigint(Long.MAX_VALUE));
        BigDecimal least = BigDecimal.valueOf(Long.MIN_VALUE);
        check(SUBTRACT, Type.decimal(20, 0), least.negate(), bigint(0), bigint(Long.MIN_VALUE));
    }

    @Test
    void wideningCastsDoNotChangeResults() {
        for (long value : new long[] {100, -7, 0, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Call wide = call(CAST, Type.decimal(19, 0), bigint(value));
            Call product = call(
                    MULTIPLY, Type.decimal(22, 3), wide, Rows.literal(new BigDecimal("0.908"), Type.decimal(19, 3)));
            assertThat(Evaluator.constant(product))
                    .isEqualTo(BigDecimal.valueOf(value).multiply(new BigDecimal("0.908")));
        }
    }

    @Test
    void decimalsThatDoNotFitAreReported() {
        check(
                ADD,
                Type.decimal(3, 1),
                "NUMERIC_OUT_OF_RANGE: 100.0 does not fit DECIMAL(3, 1)",
                decimal("99.9"),
                decimal("0.1"));
        check(
                MULTIPLY,
                Type.decimal(18, 0),
                "NUMERIC_OUT_OF_RANGE: 1000000000000000000000000000000 does not fit DECIMAL(18, 0)",
                decimal("1000000000000000"),
                decimal("1000000000000000"));
        check(
                ADD,
                Type.decimal(20, 0),
                "NUMERIC_OUT_OF_RANGE: 100000000000000000000 does not fit DECIMAL(20, 0)",
                decimal("99999999999999999999"),
                decimal("1"));
    }

    @Test
    void roundingIsHalfUp() {
        check(ROUND, Type.decimal(4, 2), new BigDecimal("1.30"), decimal("1.25"), integer(1));
        check(ROUND, Type.decimal(4, 2), new BigDecimal("-1.30"), decimal("-1.25"), integer(1));
        check(TRUNCATE, Type.decimal(4, 2), new BigDecimal("1.20"), decimal("1.25"), integer(1));
        check(ROUND, Type.DOUBLE, 2.35, floating(2.345), integer(2));
        check(ROUND, Type.BIGINT, 1300L, bigint(1250), integer(-2));
        check(ROUND, Type.INTEGER, 5, integer(5));
        check(TRUNCATE, Type.BIGINT, 1200L, bigint(1299), integer(-2));
        check(FLOOR, Type.decimal(4, 0), new BigDecimal("-2"), decimal("-1.25"));
        check(CEIL, Type.decimal(4, 0), new BigDecimal("-1"), decimal("-1.25"));
        check(FLOOR, Type.DOUBLE, -2.0, floating(-1.25));
        check(CEIL, Type.BIGINT, 7L, bigint(7));
        check(
                ROUND,
                Type.decimal(24, 2),
                new BigDecimal("1.30"),
                Rows.literal(new BigDecimal("1.25"), Type.decimal(24, 2)),
                integer(1));
    }
}
