package io.millrace.engine.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dstream.DStream;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a call in every way it can be compiled: with constants, and with columns over a whole page, with nulls, behind a filter
 * and with weights.
 */
final class FunctionKit {

    private static final int ROWS = 200;

    private static final Set<Function> TAKING_NULLS = EnumSet.of(
            Function.AND,
            Function.OR,
            Function.CASE,
            Function.COALESCE,
            Function.CONCAT_WS,
            Function.IS_NULL,
            Function.IS_NOT_NULL,
            Function.IS_TRUE,
            Function.IS_NOT_TRUE,
            Function.IS_FALSE,
            Function.IS_NOT_FALSE,
            Function.IS_NOT_DISTINCT_FROM,
            Function.ARRAY_OF);

    private FunctionKit() {}

    /** Checks a call whose arguments are literals; {@code expected} as in {@link Rows}, or {@code "CODE: reason"}. */
    static void check(Function function, Type type, Object expected, Literal... arguments) {
        Call call = Expressions.call(function, type, arguments);
        assertThat(Evaluator.constant(call)).as("%s of constants", call).isEqualTo(expected);
        boolean failing = expected instanceof String text && text.matches("[A-Z_]+: .*") && !text.contains("kept");
        if (function == Function.IN) {
            overColumns(call, expected, 1, failing);
        } else {
            overColumns(call, expected, arguments.length, failing);
            overColumns(call, expected, 1, failing);
        }
    }

    /** The first {@code variable} arguments become columns; every third row has a null in one of them. */
    private static void overColumns(Call call, Object expected, int variable, boolean failing) {
        List<Type> types = new ArrayList<>();
        List<Expression> arguments = new ArrayList<>(call.arguments());
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < variable; i++) {
            Literal literal = (Literal) call.arguments().get(i);
            types.add(literal.type());
            values.add(boxed(literal));
            arguments.set(i, Expressions.column(i, literal.type()));
        }
        types.add(Type.BOOLEAN);
        boolean strict = !TAKING_NULLS.contains(call.function());
        List<Object[]> rows = new ArrayList<>();
        long[] weights = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values.add(row % 5 != 0);
            Object[] cells = values.toArray();
            values.remove(values.size() - 1);
            if (row % 3 == 1 && strict) {
                cells[row % variable] = null;
            }
            rows.add(cells);
            weights[row] = row + 1;
        }
        Call overColumns = new Call(call.function(), arguments, call.type(), true);
        RowType rowType = Evaluator.rowType(types);
        Page page = Rows.page(rowType, rows).withWeights(weights);
        for (boolean filtered : new boolean[] {false, true}) {
            List<DStream> chain = new ArrayList<>();
            if (filtered) {
                chain.add(Evaluator.filter(rowType, Expressions.column(variable, Type.BOOLEAN)));
            }
            chain.add(Evaluator.project(rowType, overColumns, Expressions.column(variable, Type.BOOLEAN)));
            Recorder recorder = new Recorder();
            Page output =
                    Evaluator.compiler().compile(chain, rowType).newInstance().apply(page, recorder);
            if (failing) {
                assertThat(recorder.rejections())
                        .as("%s over columns", overColumns)
                        .hasSize(1)
                        .allSatisfy(
                                r -> assertThat(r.code() + ": " + r.reason()).isEqualTo(expected));
            } else {
                assertThat(recorder.reasons())
                        .as("%s over columns", overColumns)
                        .isEmpty();
            }
            checkValues(overColumns, expected, output, strict, failing);
        }
    }

    private static void checkValues(Call call, Object expected, Page output, boolean strict, boolean failing) {
        List<Object> values = Rows.values(output.column(0), call.type());
        for (int row = 0; row < output.size(); row++) {
            boolean nulled = strict && (output.weight(row) - 1) % 3 == 1;
            assertThat(!failing || nulled)
                    .as("%s: the failing rows are left out", call)
                    .isTrue();
            assertThat(values.get(row)).as("%s over columns", call).isEqualTo(nulled ? null : expected);
        }
    }

    private static Object boxed(Literal literal) {
        Object value = literal.value().orElse(null);
        return value instanceof Long number && literal.type().kind() == TypeKind.DECIMAL
                ? BigDecimal.valueOf(number, ((ScalarType) literal.type()).scale())
                : value;
    }
}
