package io.millrace.engine.codegen;

import static io.millrace.dstream.expression.Function.*;
import static io.millrace.engine.codegen.Expressions.bigint;
import static io.millrace.engine.codegen.Expressions.call;
import static io.millrace.engine.codegen.Expressions.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a projection computes fails for the same rows whatever the projections after it read of it. */
class UnreadProjectionsTest {

    private static final RowType ROW = Evaluator.rowType(List.of(Type.BIGINT, Type.BIGINT));
    private static final Expression A = column(0, Type.BIGINT);
    private static final Expression B = column(1, Type.BIGINT);
    private static final Expression QUOTIENT = call(DIVIDE, Type.BIGINT, A, B);
    private static final DStream DIVIDED = Evaluator.project(ROW, A, B, QUOTIENT);
    private static final RowType THREE = Evaluator.rowType(List.of(Type.BIGINT, Type.BIGINT, Type.BIGINT));
    private static final Expression X = column(2, Type.BIGINT);

    private final Recorder recorder = new Recorder();

    private static CompiledChain chain(DStream... steps) {
        return Evaluator.compiler().compile(List.of(steps), ROW);
    }

    private List<Object> first(DStream... steps) {
        Page input = Rows.page(
                ROW,
                List.of(new Object[] {6L, 3L}, new Object[] {1L, 0L}, new Object[] {null, 0L}, new Object[] {8L, 2L}));
        return Rows.values(chain(steps).newInstance().apply(input, recorder).column(0), Type.BIGINT);
    }

    private static int divisions(DStream... steps) {
        return chain(steps).text().split("\\bdivide\\(", -1).length - 1;
    }

    @Test
    void unreadValueRefusesTheRowsItFailsFor() {
        assertThat(first(DIVIDED, Evaluator.project(THREE, A))).containsExactly(6L, null, 8L);
        assertThat(recorder.reasons()).containsExactly("division by zero");
    }

    @Test
    void valueReadByOneBranchOnlyRefusesAllRowsItFailsFor() {
        Expression branch = call(CASE, Type.BIGINT, call(GREATER, Type.BOOLEAN, A, bigint(5)), X, A);
        assertThat(first(DIVIDED, Evaluator.project(THREE, branch))).containsExactly(2L, null, 4L);
        assertThat(recorder.reasons()).containsExactly("division by zero");
    }

    @Test
    void valueBesideANullRefusesTheRowsItFailsFor() {
        Expression none = call(ADD, Type.BIGINT, X, Expressions.nul(Type.BIGINT));
        assertThat(first(DIVIDED, Evaluator.project(THREE, none))).containsExactly(null, null, null);
        assertThat(recorder.reasons()).containsExactly("division by zero");
    }

    @Test
    void filterAboveSparesTheRowsItDrops() {
        Expression guard = call(NOT_EQUAL, Type.BOOLEAN, B, bigint(0));
        assertThat(first(DIVIDED, Evaluator.filter(THREE, guard), Evaluator.project(THREE, A)))
                .containsExactly(6L, 8L);
        assertThat(recorder.reasons()).isEmpty();
    }

    @Test
    void valueThatIsReadOrTestedIsComputedOnce() {
        int loops = divisions(Evaluator.project(ROW, QUOTIENT));
        assertThat(divisions(DIVIDED)).isEqualTo(loops);
        DStream doubled = Evaluator.project(THREE, call(MULTIPLY, Type.BIGINT, X, bigint(2)));
        assertThat(divisions(DIVIDED, doubled)).isEqualTo(loops);
        DStream tested = Evaluator.filter(ROW, call(GREATER, Type.BOOLEAN, QUOTIENT, bigint(1)));
        assertThat(divisions(tested, DIVIDED, Evaluator.project(THREE, A))).isEqualTo(divisions(tested));
    }

    @Test
    void valueThatCannotFailIsNotComputedForNobody() {
        DStream halved = Evaluator.project(ROW, A, B, call(DIVIDE, Type.BIGINT, A, bigint(2)));
        assertThat(chain(halved, Evaluator.project(THREE, A)).text()).doesNotContain(" / 2");
        assertThat(chain(halved).text()).contains(" / 2");
    }
}
