package io.millrace.engine.codegen;

import io.millrace.engine.codegen.runtime.Evaluation;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The rows of a page that fail, found by halving: a few failures cost a few more passes over the page. */
public final class Failures {

    private record Reason(ErrorCode code, Optional<Position> place, String text) {}

    private final Consumer<Page> computation;
    private final Function<Page, Optional<Position>> place;
    private final Reason[] reasons;
    private int count;

    private Failures(Consumer<Page> computation, Function<Page, Optional<Position>> place, int size) {
        this.computation = computation;
        this.place = place;
        this.reasons = new Reason[size];
    }

    /**
     * Finds them.
     *
     * @param computation throws {@link EvaluationException} when a row of its page fails
     * @param place where in the text of the statement it does so for a page of one row
     */
    static Failures find(Page input, Consumer<Page> computation, Function<Page, Optional<Position>> place) {
        Failures failures = new Failures(computation, place, input.size());
        failures.find(input, 0, input.size());
        return failures;
    }

    private void find(Page input, int from, int to) {
        Page part = input.slice(from, to);
        try {
            computation.accept(part);
        } catch (EvaluationException failure) {
            if (to - from == 1) {
                reasons[from] = new Reason(failure.code(), place.apply(part), failure.getMessage());
                count++;
                return;
            }
            int middle = (from + to) >>> 1;
            find(input, from, middle);
            find(input, middle, to);
        }
    }

    /** Hands the failing rows over, those of equal reasons together. */
    public void reject(Page input, Evaluation evaluation) {
        Map<Reason, int[]> rows = new LinkedHashMap<>();
        Map<Reason, Integer> counts = new LinkedHashMap<>();
        for (int row = 0; row < reasons.length; row++) {
            if (reasons[row] != null) {
                int index = counts.merge(reasons[row], 1, Integer::sum) - 1;
                rows.computeIfAbsent(reasons[row], reason -> new int[count])[index] = row;
            }
        }
        counts.forEach((reason, size) ->
                evaluation.reject(input.gather(rows.get(reason), size), reason.code(), reason.place(), reason.text()));
    }

    public boolean failed(int row) {
        return reasons[row] != null;
    }

    /** The rows that do not fail. */
    public Page others(Page input) {
        int[] rows = new int[input.size() - count];
        int size = 0;
        for (int row = 0; row < reasons.length; row++) {
            if (reasons[row] == null) {
                rows[size++] = row;
            }
        }
        return input.gather(rows, size);
    }
}
