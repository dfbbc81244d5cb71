package io.millrace.planner.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.planner.typing.Answer.Failed;
import io.millrace.planner.typing.Answer.Given;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CAST between every pair of types: gives a value of the type or an error, the same for constants; TRY_CAST gives the same, and NULL
 * where CAST fails; SAFE_CAST is TRY_CAST. Numbers become what exact arithmetic says.
 */
class CastTypesTest {

    private static final Set<ErrorCode> ERRORS_OF_VALUES = EnumSet.of(
            ErrorCode.INVALID_CAST,
            ErrorCode.NUMERIC_OUT_OF_RANGE,
            ErrorCode.INVALID_DATETIME,
            ErrorCode.INVALID_ENCODING);

    private final Asking asking = new Asking();
    private final Findings findings = new Findings();
    private int compared;

    @Test
    void castsGiveValuesOfTheirTypesOrErrors() {
        check(2, 8, Long.getLong("seed", 1));
    }

    @Test
    @Tag("slow")
    void castsOfManyValuesGiveValuesOfTheirTypesOrErrors() {
        check(Integer.getInteger("cases", 30), 1, Long.getLong("seed", 1_000));
    }

    /** @param every one in so many pairs */
    private void check(int rows, int every, long seed) {
        List<Type> types = Samples.all();
        for (int from = 0; from < types.size(); from++) {
            for (int to = 0; to < types.size(); to++) {
                if ((from + 3L * to + seed) % every == 0) {
                    check(types.get(from), types.get(to), rows, new Random(seed + from * 31L + to));
                }
            }
        }
        System.out.println(compared + " casts compared");
        assertThat(findings.all()).isEmpty();
        assertThat(compared).isGreaterThan(50);
    }

    private void check(Type from, Type to, int rows, Random random) {
        Samples samples = new Samples(random);
        List<Question> casts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Value value = samples.value("", from);
            casts.add(new Question(
                    "CAST({value} AS " + Samples.sql(to) + ")",
                    List.of(new Argument("value", from, false, value, false))));
        }
        List<Answer> byColumn = asking.askRows(casts);
        if (byColumn.get(0) instanceof Failed failure && failure.planned()) {
            refused(casts.get(0), failure);
            return;
        }
        List<Answer> byConstant =
                asking.ask(casts.stream().map(CastTypesTest::constant).toList());
        List<Answer> tried = asking.askRows(other(casts, "TRY_CAST"));
        List<Answer> triedConstants = asking.ask(
                other(casts, "SAFE_CAST").stream().map(CastTypesTest::constant).toList());
        for (int i = 0; i < rows; i++) {
            compared++;
            check(casts.get(i), byColumn.get(i), to);
            if (!isTextOfItsUnit(from, to)) {
                same("constant differs " + from + " to " + to, casts.get(i), byConstant.get(i), byColumn.get(i));
            }
            Answer attempted = byColumn.get(i) instanceof Failed ? new Given(to, true, null) : byColumn.get(i);
            same("TRY_CAST differs " + from + " to " + to, casts.get(i), tried.get(i), attempted);
            if (!isTextOfItsUnit(from, to)) {
                same(
                        "SAFE_CAST of a constant differs " + from + " to " + to,
                        casts.get(i),
                        triedConstants.get(i),
                        attempted);
            }
        }
    }

    /** The text of an interval tells its unit, and constants are written in another than columns have. */
    private static boolean isTextOfItsUnit(Type from, Type to) {
        boolean interval = from.kind() == TypeKind.INTERVAL_MONTH || from.kind() == TypeKind.INTERVAL_DAY;
        return interval && (to.kind() == TypeKind.CHAR || to.kind() == TypeKind.VARCHAR);
    }

    private void refused(Question cast, Failed failure) {
        boolean known = failure.code() == ErrorCode.NOT_SUPPORTED || failure.code() == ErrorCode.TYPE_MISMATCH;
        if (failure.broken() || !known || !failure.positioned()) {
            findings.add("refused badly", cast + "\n    " + failure + (failure.positioned() ? "" : " (no position)"));
        }
    }

    private static Question constant(Question question) {
        return new Question(
                question.template(),
                question.arguments().stream().map(Argument::asConstant).toList());
    }

    private static List<Question> other(List<Question> casts, String operator) {
        return casts.stream()
                .map(cast -> new Question(cast.template().replace("CAST", operator), cast.arguments()))
                .toList();
    }

    private void check(Question cast, Answer answer, Type to) {
        if (answer instanceof Failed failure) {
            if (!ERRORS_OF_VALUES.contains(failure.code())) {
                findings.add("other error", cast + "\n    " + failure);
            }
            return;
        }
        Given given = (Given) answer;
        if (given.boxed() == null) {
            findings.add("NULL", cast);
            return;
        }
        Fit.problem(given.boxed(), given.type())
                .ifPresent(problem -> findings.add("does not fit", cast + "\n    " + problem));
        exact(cast.arguments().get(0), to)
                .filter(expected -> !expected.equals(Value.text(given.boxed(), given.type())))
                .ifPresent(expected -> findings.add("inexact", cast + "\n    " + given + ", exact " + expected));
    }

    /** An exact number as DECIMAL, rounded half up, or as a whole number, rounded towards zero. */
    private static Optional<String> exact(Argument argument, Type to) {
        boolean number = argument.value().boxed() instanceof Integer
                || argument.value().boxed() instanceof Long
                || argument.value().boxed() instanceof BigDecimal;
        boolean whole = isWhole(to.kind());
        if (!number
                || !isWhole(argument.type().kind()) && argument.type().kind() != TypeKind.DECIMAL
                || !whole && to.kind() != TypeKind.DECIMAL) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(argument.value().boxed().toString());
        return Optional.of(
                whole
                        ? value.setScale(0, RoundingMode.DOWN).toPlainString()
                        : value.setScale(((ScalarType) to).scale(), RoundingMode.HALF_UP)
                                .toPlainString());
    }

    private static boolean isWhole(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    private void same(String kind, Question cast, Answer answer, Answer expected) {
        if (answer instanceof Failed failure
                && failure.planned()
                && failure.message().startsWith("an interval of")) {
            return; // a constant interval out of range is an error wherever it stands
        }
        if (answer instanceof Failed failure && failure.refused() && failure.positioned()) {
            return; // TRY_CAST between intervals and numbers
        }
        boolean same = expected instanceof Given other
                ? answer instanceof Given one
                        && one.type().sql().equals(other.type().sql())
                        && Value.text(one.boxed(), one.type()).equals(Value.text(other.boxed(), other.type()))
                : answer instanceof Failed failure && failure.code() == ((Failed) expected).code();
        if (!same) {
            findings.add(kind, cast + "\n    " + answer + ", not " + expected);
        }
    }
}
