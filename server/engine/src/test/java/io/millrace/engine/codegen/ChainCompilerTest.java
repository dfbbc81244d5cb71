package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.column;
import static io.millrace.engine.codegen.Expressions.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainCompilerTest {

    private static final RowType ROW = Evaluator.rowType(List.of(Type.BIGINT, Type.BIGINT, Type.VARCHAR));
    private static final Expression A = column(0, Type.BIGINT);
    private static final Expression B = column(1, Type.BIGINT);
    private static final Expression NAME = column(2, Type.VARCHAR);

    private final Recorder recorder = new Recorder();

    private static Page page(Object[]... rows) {
        return Rows.page(ROW, List.of(rows));
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private Page run(List<DStream> chain, Page input) {
        return Evaluator.compiler().compile(chain, ROW).newInstance().apply(input, recorder);
    }

    @Test
    void columnsPassedOnAreShared() {
        Page input = page(row(1L, 2L, "x"));
        Page output = run(List.of(Evaluator.project(ROW, NAME, A)), input);
        assertThat(output.column(0)).isSameAs(input.column(2));
        assertThat(output.column(1)).isSameAs(input.column(0));
    }

    @Test
    void filterKeepsRowsForWhichItIsTrueWithTheirWeights() {
        Page input =
                page(row(1L, 5L, "x"), row(7L, null, "y"), row(9L, 3L, "z")).withWeights(new long[] {1, 2, -3});
        Expression predicate = call(GREATER, Type.BOOLEAN, A, B);
        Page output = run(
                List.of(
                        Evaluator.filter(ROW, predicate),
                        Evaluator.project(ROW, NAME, call(ADD, Type.BIGINT, A, bigint(1)))),
                input);
        assertThat(Rows.values(output.column(0), Type.VARCHAR)).containsExactly("z");
        assertThat(Rows.values(output.column(1), Type.BIGINT)).containsExactly(10L);
        assertThat(output.weights()).containsExactly(-3);
    }

    @Test
    void filterThatKeepsNothingGivesAnEmptyPage() {
        Page output =
                run(List.of(Evaluator.filter(ROW, call(LESS, Type.BOOLEAN, A, bigint(0)))), page(row(1L, 1L, "x")));
        assertThat(output.size()).isZero();
        assertThat(output.columnCount()).isEqualTo(3);
    }

    @Test
    void partsOfTextShareTheBytesOfTheirColumn() {
        Page input = page(row(1L, 1L, "https://a/b/c"), row(1L, 1L, null), row(1L, 1L, "none"));
        Page output = run(
                List.of(Evaluator.project(ROW, call(SPLIT_INDEX, Type.VARCHAR, NAME, text("/"), bigint(3)))), input);
        assertThat(Rows.values(output.column(0), Type.VARCHAR)).containsExactly("b", null, null);
        assertThat(((BytesColumn) output.column(0)).data()).isSameAs(((BytesColumn) input.column(2)).data());
    }

    @Test
    void projectionsOverProjectionsBecomeOneClass() {
        Expression sum = call(ADD, Type.BIGINT, A, B);
        RowType between = Evaluator.rowType(List.of(Type.BIGINT));
        CompiledChain chain = Evaluator.compiler()
                .compile(
                        List.of(
                                Evaluator.project(ROW, sum),
                                Evaluator.project(
                                        between, call(MULTIPLY, Type.BIGINT, column(0, Type.BIGINT), bigint(2)))),
                        ROW);
        assertThat(chain.text()).containsOnlyOnce("public final class");
        Page output = chain.newInstance().apply(page(row(1L, 2L, ""), row(null, 2L, "")), recorder);
        assertThat(Rows.values(output.column(0), Type.BIGINT)).containsExactly(6L, null);
    }

    @Test
    void expensiveExpressionUsedTwiceIsComputedOnce() {
        Expression id = call(REGEXP_EXTRACT, Type.VARCHAR, NAME, text("id=(\\d+)"), bigint(1));
        CompiledChain chain = Evaluator.compiler()
                .compile(
                        List.of(Evaluator.project(ROW, call(UPPER, Type.VARCHAR, id), call(CAST, Type.BIGINT, id), A)),
                        ROW);
        assertThat(chain.text().split("\\.extract\\(", -1)).hasSize(2);
        Page output = chain.newInstance().apply(page(row(1L, 2L, "a?id=42"), row(3L, 4L, "a")), recorder);
        assertThat(Rows.values(output.column(0), Type.VARCHAR)).containsExactly("42", null);
        assertThat(Rows.values(output.column(1), Type.BIGINT)).containsExactly(42L, null);
        assertThat(Rows.values(output.column(2), Type.BIGINT)).containsExactly(1L, 3L);
    }

    @Test
    void failingRowsAreRejectedWithReasonAndWeightAndTheOthersPass() {
        List<Object[]> rows = new ArrayList<>();
        long[] weights = new long[1_000];
        for (long i = 0; i < 1_000; i++) {
            rows.add(row(i, i == 300 || i == 999 ? (Long) 0L : i == 5 ? null : (Long) 1L, i == 7 ? "abc" : "" + i));
            weights[(int) i] = i + 1;
        }
        Page input = Rows.page(ROW, rows).withWeights(weights);
        Page output = run(
                List.of(Evaluator.project(ROW, call(DIVIDE, Type.BIGINT, A, B), call(CAST, Type.BIGINT, NAME))), input);
        assertThat(output.size()).isEqualTo(997);
        assertThat(output.weight(5)).isEqualTo(6);
        assertThat(output.column(0).isNull(5)).isTrue();
        assertThat(recorder.reasons()).containsExactly("\"abc\" is not a BIGINT", "division by zero");
        Page zeros = recorder.rejections().get(1).rows();
        assertThat(Rows.values(zeros.column(0), Type.BIGINT)).containsExactly(300L, 999L);
        assertThat(zeros.weights()).containsExactly(301, 1000);
    }

    @Test
    void nullsDoNotRaiseErrorsThatTheirZerosWould() {
        Page output = run(
                List.of(Evaluator.project(
                        ROW,
                        call(DIVIDE, Type.BIGINT, A, B),
                        call(MULTIPLY, Type.BIGINT, call(ADD, Type.BIGINT, A, B), bigint(2)),
                        call(CAST, Type.BIGINT, NAME))),
                page(row(1L, null, null), row(null, Long.MAX_VALUE, "5")));
        assertThat(recorder.reasons()).isEmpty();
        assertThat(Rows.values(output.column(0), Type.BIGINT)).containsExactly(null, null);
        assertThat(Rows.values(output.column(1), Type.BIGINT)).containsExactly(null, null);
        assertThat(Rows.values(output.column(2), Type.BIGINT)).containsExactly(null, 5L);
    }

    @Test
    void guardsOfTheSamePredicateComeFirst() {
        Expression quotient = call(DIVIDE, Type.BIGINT, A, B);
        Expression predicate = call(
                AND,
                Type.BOOLEAN,
                call(GREATER, Type.BOOLEAN, quotient, bigint(1)),
                call(NOT_EQUAL, Type.BOOLEAN, B, bigint(0)));
        Page output = run(List.of(Evaluator.filter(ROW, predicate)), page(row(4L, 2L, ""), row(4L, 0L, "")));
        assertThat(recorder.reasons()).isEmpty();
        assertThat(output.size()).isEqualTo(1);
    }

    @Test
    void branchesThatAreNotTakenDoNotFail() {
        Expression guarded = call(
                CASE,
                Type.BIGINT,
                call(EQUAL, Type.BOOLEAN, B, bigint(0)),
                bigint(-1),
                call(DIVIDE, Type.BIGINT, A, B));
        Page output = run(
                List.of(Evaluator.project(ROW, guarded)), page(row(4L, 2L, ""), row(4L, 0L, ""), row(4L, null, "")));
        assertThat(Rows.values(output.column(0), Type.BIGINT)).containsExactly(2L, -1L, null);
        assertThat(recorder.reasons()).isEmpty();
    }

    @Test
    void choicesOfHundredsOfBranchesStayWithinTheLimitsOfMethods() {
        List<Expression> numbers = new ArrayList<>();
        List<Expression> texts = new ArrayList<>();
        List<Expression> alternatives = new ArrayList<>();
        for (long i = 0; i < 250; i++) {
            Expression when = call(EQUAL, Type.BOOLEAN, call(ADD, Type.BIGINT, A, bigint(i)), B);
            numbers.add(when);
            numbers.add(call(MULTIPLY, Type.BIGINT, call(SUBTRACT, Type.BIGINT, B, A), bigint(i)));
            texts.add(when);
            texts.add(i % 2 == 0 ? NAME : call(UPPER, Type.VARCHAR, text("n" + i)));
            alternatives.add(call(AND, Type.BOOLEAN, when, call(NOT_EQUAL, Type.BOOLEAN, NAME, text("no" + i))));
        }
        numbers.add(bigint(-1));
        texts.add(text("none"));
        Page output = run(
                List.of(
                        Evaluator.filter(ROW, call(OR, Type.BOOLEAN, alternatives.toArray(Expression[]::new))),
                        Evaluator.project(
                                ROW,
                                call(CASE, Type.BIGINT, numbers.toArray(Expression[]::new)),
                                call(CASE, Type.VARCHAR, texts.toArray(Expression[]::new)))),
                page(
                        row(5L, 245L, "x"),
                        row(5L, 246L, "x"),
                        row(5L, 246L, "no241"),
                        row(1L, 5L, null),
                        row(5L, 1L, "x")));
        assertThat(Rows.values(output.column(0), Type.BIGINT)).containsExactly(57_600L, 58_081L);
        assertThat(Rows.values(output.column(1), Type.VARCHAR)).containsExactly("x", "N241");
    }

    @Test
    void pairPredicateSelectsPairs() {
        RowType right = Evaluator.rowType(List.of(Type.BIGINT));
        Expression predicate = call(LESS, Type.BOOLEAN, call(DIVIDE, Type.BIGINT, A, column(3, Type.BIGINT)), B);
        PairPredicate pairs = Evaluator.compiler().compilePairPredicate(predicate, ROW, right);
        Page left = page(row(4L, 3L, ""), row(9L, 3L, ""));
        Page other = Rows.page(right, List.of(row(2L), row(0L), row(4L)));
        int[] out = new int[6];
        int[] leftRows = {0, 0, 0, 1, 1, 1};
        int[] rightRows = {0, 1, 2, 0, 1, 2};
        int kept = pairs.select(
                PairPredicate.rows(left), leftRows, PairPredicate.rows(other), rightRows, 6, out, recorder);
        assertThat(Arrays.copyOf(out, kept)).containsExactly(0, 2, 5);
        assertThat(recorder.reasons()).containsExactly("division by zero");
        assertThat(recorder.rejections().get(0).rows().size()).isEqualTo(2);
        assertThat(recorder.rejections().get(0).rows().columnCount()).isEqualTo(4);
    }
}
