package io.millrace.engine.refused;

import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.CompiledChain;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sorts out the rows that break what is expected of them, before anything else is computed. Immutable; each thread takes a {@link Rows} of its own. */
public final class ExpectedRows {

    private final String input;
    private final List<RowExpectation> expectations;
    private final RowType rowType;
    private final int[] columns;
    private final CompiledChain chain;

    /**
     * @param input name of the stream or table, for messages
     * @param expectations with conditions over the columns of {@code rowType}
     * @param rowType of the rows that are judged
     */
    public ExpectedRows(String input, List<RowExpectation> expectations, RowType rowType, ChainCompiler compiler) {
        this.input = input;
        this.expectations = List.copyOf(expectations);
        this.rowType = rowType;
        this.columns = IntStream.range(0, rowType.size()).toArray();
        List<Expression> outputs = new ArrayList<>(Rewriting.references(rowType));
        List<Field> fields = new ArrayList<>(rowType.fields());
        for (RowExpectation expectation : expectations) {
            outputs.add(broken(expectation.condition()));
            fields.add(new Field("broken" + outputs.size(), Type.BOOLEAN, false));
        }
        Source source = new Source(input, IntStream.of(columns).boxed().toList(), rowType, true);
        this.chain = compiler.compile(List.of(new Project(source, outputs, new RowType(fields))), rowType);
    }

    private static Expression broken(Expression condition) {
        return new Call(Function.IS_FALSE, List.of(condition), Type.BOOLEAN, false);
    }

    public Rows rows() {
        return new Rows(chain.newInstance());
    }

    /** Judges pages on one thread. */
    public final class Rows {

        private final PageFunction function;
        private long dropped;

        private Rows(PageFunction function) {
            this.function = function;
        }

        /**
         * The rows that may go on.
         *
         * @param refused is handed those that break something, each for the first thing that it breaks
         * @throws MillraceException CHECK_VIOLATION for a row that is not to be passed over
         */
        public Page judge(Page page, Evaluation refused) {
            Page judged = function.apply(page, refused);
            int[] left = null;
            int count = judged.size();
            for (int i = 0; i < expectations.size() && count > 0; i++) {
                boolean[] broken = ((BooleanColumn) judged.column(columns.length + i)).values();
                if (breaks(broken, left, count)) {
                    int[] rows = new int[count];
                    int[] bad = new int[count];
                    int kept = split(broken, left, count, rows, bad);
                    note(expectations.get(i), judged.project(columns).gather(bad, count - kept), refused);
                    if (expectations.get(i).violation() == RowExpectation.Violation.DROP) {
                        dropped += count - kept;
                        left = rows;
                        count = kept;
                    }
                }
            }
            if (left == null) {
                return judged.size() == page.size() ? page : judged.project(columns);
            }
            return judged.project(columns).gather(left, count);
        }

        private static boolean breaks(boolean[] broken, int[] left, int count) {
            for (int i = 0; i < count; i++) {
                if (broken[left == null ? i : left[i]]) {
                    return true;
                }
            }
            return false;
        }

        /** Parts rows; returns how many do not break it. */
        private static int split(boolean[] broken, int[] left, int count, int[] rows, int[] bad) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                int row = left == null ? i : left[i];
                if (broken[row]) {
                    bad[i - kept] = row;
                } else {
                    rows[kept++] = row;
                }
            }
            return kept;
        }

        private void note(RowExpectation expectation, Page rows, Evaluation refused) {
            if (expectation.violation() == RowExpectation.Violation.FAIL) {
                throw new MillraceException(
                        ErrorCode.CHECK_VIOLATION,
                        "\"" + input + "\" is read no further: the row "
                                + new String(RowText.json(rowType, rows, 0), StandardCharsets.UTF_8) + " breaks "
                                + expectation.title()
                                + "; put the row right where it comes from, or create \"" + input
                                + "\" with ON VIOLATION DROP");
            }
            boolean taken = expectation.violation() == RowExpectation.Violation.KEEP;
            refused.reject(
                    rows,
                    ErrorCode.CHECK_VIOLATION,
                    Optional.empty(),
                    "breaks " + expectation.title() + (taken ? "; it was taken" : ""));
        }

        /** How many rows were dropped since the last call. */
        public long takeDropped() {
            long taken = dropped;
            dropped = 0;
            return taken;
        }
    }
}
