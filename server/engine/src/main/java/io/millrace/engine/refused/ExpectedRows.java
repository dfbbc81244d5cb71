package io.millrace.engine.refused;

import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sorts out the rows that break what is expected of them, before anything else is computed. Immutable; each thread takes a {@link Rows} of its
 * own.
 *
 * <p>Rows that are taken back were judged when they came: nobody is told of them again. Where rows have a key, whatever takes one back goes
 * on, since it may hold the key only; and a row that is dropped takes back the one with its key, whose place it would have taken.
 */
public final class ExpectedRows {

    private final String input;
    private final List<Judge> judges;
    private final RowType rowType;
    private final boolean keyed;

    /**
     * @param input name of the stream or table, for messages
     * @param expectations with conditions over the columns of {@code rowType}
     * @param rowType of the rows that are judged
     * @param keyed whether a row takes the place of the one with its key
     */
    public ExpectedRows(
            String input, List<RowExpectation> expectations, RowType rowType, boolean keyed, ChainCompiler compiler) {
        this.input = input;
        this.rowType = rowType;
        this.keyed = keyed;
        this.judges = expectations.stream()
                .map(expectation -> new Judge(input, expectation, rowType, compiler))
                .toList();
    }

    public Rows rows() {
        return new Rows(judges.stream().map(Judge::verdicts).toList());
    }

    /**
     * Rows that are in no batch yet.
     *
     * @param taken those that a batch will take
     * @param dropped those that it will not
     */
    public record Parted(List<Page> taken, List<Page> dropped) {}

    /**
     * Parts rows as the batch will that they come into; where all that is expected drops rows.
     *
     * @param timestamp the present time, epoch milliseconds
     */
    public Parted part(List<Page> pages, long timestamp) {
        List<Page> dropped = new ArrayList<>();
        Evaluation evaluation = new Evaluation() {
            @Override
            public long batchTimestamp() {
                return timestamp;
            }

            @Override
            public void reject(Page rows, ErrorCode code, Optional<Position> place, String reason) {
                dropped.add(rows);
            }
        };
        Rows rows = rows();
        return new Parted(
                pages.stream()
                        .map(page -> rows.judge(page, evaluation))
                        .filter(page -> page.size() > 0)
                        .toList(),
                dropped);
    }

    /** Judges pages on one thread. */
    public final class Rows {

        private final List<Judge.Verdicts> verdicts;
        private long dropped;

        private Rows(List<Judge.Verdicts> verdicts) {
            this.verdicts = verdicts;
        }

        /**
         * The rows that may go on.
         *
         * @param refused is handed those that break something, each for the first thing that it breaks
         * @throws MillraceException CHECK_VIOLATION for a row that is not to be passed over
         */
        public Page judge(Page page, Evaluation refused) {
            Page left = page;
            for (Judge.Verdicts judge : verdicts) {
                if (left.size() == 0) {
                    return left;
                }
                List<Judge.Verdict> found = judge.of(left, refused);
                if (!found.isEmpty()) {
                    left = without(judge.expectation(), found, left, refused);
                }
            }
            return left;
        }

        private Page without(RowExpectation expectation, List<Judge.Verdict> found, Page page, Evaluation refused) {
            boolean[] out = new boolean[page.size()];
            int count = 0;
            for (Judge.Verdict verdict : found) {
                int[] told = new int[verdict.rows().length];
                int toldCount = 0;
                for (int row : verdict.rows()) {
                    boolean comes = page.weight(row) > 0;
                    if (comes) {
                        told[toldCount++] = row;
                    }
                    if (expectation.violation() != RowExpectation.Violation.KEEP && (comes || !keyed)) {
                        out[row] = true;
                        count++;
                    }
                }
                if (toldCount > 0) {
                    tell(expectation, verdict, page.gather(told, toldCount), refused);
                }
            }
            return count == 0 ? page : keyed ? takenBack(page, out) : left(page, out, page.size() - count);
        }

        private Page left(Page page, boolean[] out, int count) {
            int[] rows = new int[count];
            int next = 0;
            for (int row = 0; row < out.length; row++) {
                if (!out[row]) {
                    rows[next++] = row;
                }
            }
            return page.gather(rows, count);
        }

        /** The page with those rows as ones that take back what has their key. */
        private Page takenBack(Page page, boolean[] out) {
            long[] weights = new long[page.size()];
            for (int row = 0; row < weights.length; row++) {
                weights[row] = out[row] ? -1 : page.weight(row);
            }
            return page.withWeights(weights);
        }

        private void tell(RowExpectation expectation, Judge.Verdict verdict, Page rows, Evaluation refused) {
            switch (expectation.violation()) {
                case FAIL ->
                    throw new MillraceException(
                            ErrorCode.CHECK_VIOLATION,
                            "\"" + input + "\" is read no further: the row "
                                    + new String(RowText.json(rowType, rows, 0), StandardCharsets.UTF_8) + " "
                                    + verdict.reason()
                                    + "; put the row right where it comes from, or create \"" + input
                                    + "\" with ON VIOLATION DROP");
                case DROP -> {
                    dropped += rows.size();
                    refused.reject(rows, verdict.code(), Optional.empty(), verdict.reason());
                }
                case KEEP ->
                    refused.reject(rows, verdict.code(), Optional.empty(), verdict.reason() + "; it was taken");
            }
        }

        /** How many rows were dropped since the last call. */
        public long takeDropped() {
            long taken = dropped;
            dropped = 0;
            return taken;
        }
    }
}
