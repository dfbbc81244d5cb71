package io.millrace.engine.refused;

import io.millrace.dstream.Project;
import io.millrace.dstream.Source;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.CompiledChain;
import io.millrace.engine.codegen.PageFunction;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the rows that break one expectation, or for which its condition has no value because it fails. Immutable. */
final class Judge {

    private final RowExpectation expectation;
    private final CompiledChain chain;
    /** Where the number of a row stands when a condition can fail; -1 when it cannot, and all rows come out in their order. */
    private final int numbers;

    Judge(String input, RowExpectation expectation, RowType rowType, ChainCompiler compiler) {
        this.expectation = expectation;
        boolean fails = Traits.mayFail(expectation.condition());
        this.numbers = fails ? rowType.size() : -1;
        List<Field> given = new ArrayList<>(rowType.fields());
        List<Field> fields = new ArrayList<>(List.of(new Field("$broken", Type.BOOLEAN, false)));
        List<Expression> outputs = new ArrayList<>(
                List.of(new Call(Function.IS_FALSE, List.of(expectation.condition()), Type.BOOLEAN, false)));
        if (fails) {
            Field number = new Field("$number", Type.BIGINT, false);
            given.add(number);
            fields.add(number);
            outputs.add(new ColumnReference(numbers, Type.BIGINT, false));
        }
        RowType givenType = new RowType(given);
        List<Integer> all = IntStream.range(0, given.size()).boxed().toList();
        Source source = new Source(input, all, givenType, true);
        this.chain = compiler.compile(List.of(new Project(source, outputs, new RowType(fields))), givenType);
    }

    /**
     * Rows that do not fulfil it for one reason.
     *
     * @param rows their places in the page, ascending
     */
    record Verdict(ErrorCode code, String reason, int[] rows) {}

    Verdicts verdicts() {
        return new Verdicts(chain.newInstance());
    }

    /** Judges on one thread. */
    final class Verdicts {

        private final PageFunction function;

        private Verdicts(PageFunction function) {
            this.function = function;
        }

        RowExpectation expectation() {
            return expectation;
        }

        /** The rows of a page that do not fulfil it. */
        List<Verdict> of(Page page, Evaluation evaluation) {
            Failures failures = new Failures(evaluation);
            Page judged = function.apply(numbers < 0 ? page : numbered(page), failures);
            boolean[] broken = ((BooleanColumn) judged.column(0)).values();
            int count = 0;
            for (int row = 0; row < judged.size(); row++) {
                count += broken[row] ? 1 : 0;
            }
            if (count > 0) {
                int[] rows = new int[count];
                int next = 0;
                for (int row = 0; row < judged.size(); row++) {
                    if (broken[row]) {
                        rows[next++] = numbers < 0 ? row : (int) ((LongColumn) judged.column(1)).values()[row];
                    }
                }
                failures.found.add(new Verdict(ErrorCode.CHECK_VIOLATION, "breaks " + expectation.title(), rows));
            }
            return failures.found;
        }

        private Page numbered(Page page) {
            Column[] columns = new Column[numbers + 1];
            for (int i = 0; i < numbers; i++) {
                columns[i] = page.column(i);
            }
            long[] places = new long[page.size()];
            for (int row = 0; row < places.length; row++) {
                places[row] = row;
            }
            columns[numbers] = new LongColumn(places.length, places, null);
            return new Page(page.size(), columns, page.weights());
        }
    }

    /** Takes note of rows for which the condition fails. */
    private final class Failures implements Evaluation {

        private final Evaluation evaluation;
        private final List<Verdict> found = new ArrayList<>();

        Failures(Evaluation evaluation) {
            this.evaluation = evaluation;
        }

        @Override
        public long batchTimestamp() {
            return evaluation.batchTimestamp();
        }

        @Override
        public void reject(Page failed, ErrorCode code, Optional<Position> place, String reason) {
            long[] places = ((LongColumn) failed.column(numbers)).values();
            int[] rows = new int[failed.size()];
            for (int row = 0; row < rows.length; row++) {
                rows[row] = (int) places[row];
            }
            found.add(new Verdict(code, "makes " + expectation.title() + " fail: " + reason, rows));
        }
    }
}
