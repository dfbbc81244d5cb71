package io.millrace.planner.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.planner.typing.Answer.Failed;
import io.millrace.planner.typing.Answer.Given;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Arithmetic on exact numbers: the result is that of BigDecimal, rounded half up to the scale of the declared type (towards zero when
 * the type is one of whole numbers); it fails exactly when that does not fit the type, or a divisor is zero. Comparisons are exact.
 */
class ExactArithmeticTest {

    private static final int ROWS = 6;
    private static final MathContext MANY_DIGITS = new MathContext(120, RoundingMode.DOWN);

    /** What a call gives without limits; an ArithmeticException where it is divided by zero. */
    private interface Exact {
        Object of(BigDecimal a, BigDecimal b);
    }

    private static final Set<String> CONSTANTS = Set.of("-999.99", "1", "2.5", "1000", "0.0000000001");
    private static final Map<String, Exact> CALLS = calls();

    private final Asking asking = new Asking();
    private final Findings findings = new Findings();
    private int compared;

    private static Map<String, Exact> calls() {
        Map<String, Exact> calls = new LinkedHashMap<>();
        calls.put("{exact} + {exact}", BigDecimal::add);
        calls.put("{exact} - {exact}", BigDecimal::subtract);
        calls.put("{exact} * {exact}", BigDecimal::multiply);
        calls.put("{exact} / {exact}", (a, b) -> a.divide(b, MANY_DIGITS));
        calls.put("{exact} % {exact}", BigDecimal::remainder);
        calls.put("MOD({exact}, {exact})", BigDecimal::remainder);
        calls.put("-{exact}", (a, b) -> a.negate());
        calls.put("ABS({exact})", (a, b) -> a.abs());
        calls.put("SIGN({exact})", (a, b) -> BigDecimal.valueOf(a.signum()));
        calls.put("FLOOR({exact})", (a, b) -> a.setScale(0, RoundingMode.FLOOR));
        calls.put("CEIL({exact})", (a, b) -> a.setScale(0, RoundingMode.CEILING));
        calls.put("ROUND({exact})", (a, b) -> a.setScale(0, RoundingMode.HALF_UP));
        calls.put("ROUND({exact}, 1)", (a, b) -> a.setScale(1, RoundingMode.HALF_UP));
        calls.put("ROUND({exact}, -2)", (a, b) -> a.setScale(-2, RoundingMode.HALF_UP));
        calls.put("TRUNCATE({exact}, 1)", (a, b) -> a.setScale(1, RoundingMode.DOWN));
        calls.put("TRUNCATE({exact}, -2)", (a, b) -> a.setScale(-2, RoundingMode.DOWN));
        calls.put("GREATEST({exact}, {exact})", BigDecimal::max);
        calls.put("LEAST({exact}, {exact})", BigDecimal::min);
        calls.put("COALESCE({exact}, {exact})", (a, b) -> a);
        calls.put(
                "CASE WHEN {exact} < {exact} THEN 1 ELSE 0 END",
                (a, b) -> BigDecimal.valueOf(a.compareTo(b) < 0 ? 1 : 0));
        calls.put("{exact} = {exact}", (a, b) -> a.compareTo(b) == 0);
        calls.put("{exact} >= {exact}", (a, b) -> a.compareTo(b) >= 0);
        calls.put(
                "{exact} IN ({exact}, 1, 2.5)",
                (a, b) -> a.compareTo(b) == 0
                        || a.compareTo(BigDecimal.ONE) == 0
                        || a.compareTo(new BigDecimal("2.5")) == 0);
        calls.put("{exact} = 1000", (a, b) -> a.compareTo(BigDecimal.valueOf(1000)) == 0);
        calls.put("{exact} <> 0.125", (a, b) -> a.compareTo(new BigDecimal("0.125")) != 0);
        calls.put("{exact} IN (-999.99, 1, 2.5, 1000, 0.0000000001)", (a, b) -> CONSTANTS.contains(plain(a)));
        calls.put("{exact} NOT IN (-999.99, 1, 2.5, 1000, 0.0000000001)", (a, b) -> !CONSTANTS.contains(plain(a)));
        calls.put(
                "{exact} BETWEEN {exact} AND 1000",
                (a, b) -> a.compareTo(b) >= 0 && a.compareTo(BigDecimal.valueOf(1000)) <= 0);
        return calls;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    @Test
    void resultIsExactAndRoundedOnce() {
        check(1, Long.getLong("seed", 1));
    }

    @Test
    @Tag("slow")
    void manyResultsAreExactAndRoundedOnce() {
        check(Integer.getInteger("cases", 60), Long.getLong("seed", 1_000));
    }

    private void check(int rounds, long seed) {
        CALLS.forEach((call, exact) -> {
            Random random = new Random(seed + call.hashCode());
            new Choices(random).of(call, rounds * 2).forEach(types -> check(call, exact, types, new Samples(random)));
        });
        System.out.println(compared + " results compared");
        assertThat(findings.all()).isEmpty();
        assertThat(compared).isGreaterThan(1_000);
    }

    private void check(String call, Exact exact, List<Type> types, Samples samples) {
        List<Question> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(new Question(
                    call,
                    types.stream()
                            .map(type -> new Argument("exact", type, false, samples.value("", type), false))
                            .toList()));
        }
        List<Answer> answers = asking.askRows(rows);
        for (int row = 0; row < ROWS; row++) {
            compared++;
            check(rows.get(row), answers.get(row), exact);
        }
    }

    private void check(Question row, Answer answer, Exact exact) {
        BigDecimal a = number(row.arguments().get(0));
        BigDecimal b = row.arguments().size() > 1 ? number(row.arguments().get(1)) : BigDecimal.ZERO;
        Object expected;
        try {
            expected = exact.of(a, b);
        } catch (ArithmeticException e) {
            expected = ErrorCode.DIVISION_BY_ZERO;
        }
        boolean right = answer instanceof Given given
                ? Value.text(given.boxed(), given.type()).equals(text(expected, given.type()))
                : ((Failed) answer).code() == expected
                        || ((Failed) answer).code() == ErrorCode.NUMERIC_OUT_OF_RANGE
                                && expected instanceof BigDecimal number
                                && isTooLarge(number, row);
        if (!right) {
            findings.add("inexact " + row.template(), row + "\n    " + answer + ", exact " + expected);
        }
    }

    private static BigDecimal number(Argument argument) {
        return new BigDecimal(argument.value().boxed().toString());
    }

    /** The exact result as a value of the declared type; one that does not fit has another text than any value. */
    private static String text(Object exact, Type type) {
        if (!(exact instanceof BigDecimal number)) {
            return exact.toString();
        }
        return type.kind() == TypeKind.DECIMAL
                ? number.setScale(((ScalarType) type).scale(), RoundingMode.HALF_UP)
                        .toPlainString()
                : number.setScale(0, RoundingMode.DOWN).toPlainString();
    }

    /** Whether the result does not fit the declared type, or an argument that is brought into it does not. */
    private boolean isTooLarge(BigDecimal exact, Question row) {
        Type type = asking.type(row);
        boolean common = row.template().matches("(GREATEST|LEAST|COALESCE).*");
        return !fits(exact, type)
                || common && row.arguments().stream().anyMatch(argument -> !fits(number(argument), type));
    }

    private static boolean fits(BigDecimal number, Type type) {
        Object fitted = fitted(number, type);
        return fitted != null && Fit.problem(fitted, type).isEmpty();
    }

    /** The result in the form of the type's values, or null when there is no room for it. */
    private static Object fitted(BigDecimal exact, Type type) {
        return switch (type.kind()) {
            case DECIMAL -> exact.setScale(((ScalarType) type).scale(), RoundingMode.HALF_UP);
            case BIGINT -> exact.toBigInteger().bitLength() > 63 ? null : exact.longValue();
            default -> exact.toBigInteger().bitLength() > 31 ? null : exact.intValue();
        };
    }
}
