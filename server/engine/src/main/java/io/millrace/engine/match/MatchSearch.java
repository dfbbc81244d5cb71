package io.millrace.engine.match;

import io.millrace.dstream.MatchRecognize;
import io.millrace.engine.state.LongStore;
import io.millrace.spi.error.Cancellation;
import java.util.List;
import java.util.OptionalLong;

/**
 * Runs attempts: backtracking in the order of preference that the standard demands (SQL:2016, row pattern recognition), so that the
 * first success is the match. One per operator.
 */
public final class MatchSearch {

    /** What became of an attempt. */
    public enum Outcome {
        /** The pattern matches. */
        FOUND,
        /** The pattern does not match from this row on. */
        FAILED,
        /** It depends on rows that are still to come. */
        WAITING,
        /** The conditions leave too many possibilities to try. */
        GIVEN_UP
    }

    /** Steps that an attempt may take, and more per row matched, where conditions depend on the match. */
    private static final long MOST_STEPS = 200_000;

    private static final long STEPS_PER_ROW = 100;

    private static final int STEPS_UNASKED = 1 << 16;

    private final MatchProgram program;
    private final PlaceSets sets;
    private final BoundConditions conditions;
    private final Cancellation cancellation;
    private final long conditional;
    private final long bound;
    private final OptionalLong within;

    private LongStore times;
    private long watermark;
    private int steps;

    /**
     * @param sets what bound conditions ask for
     * @param bound the variables whose conditions depend on the match, as bits
     * @param cancellation asked now and then in a long search
     */
    public MatchSearch(
            MatchRecognize node, PlaceSets sets, long bound, BoundConditions conditions, Cancellation cancellation) {
        this.program = MatchProgram.of(node.pattern());
        this.sets = sets;
        this.conditions = conditions;
        this.cancellation = cancellation;
        this.conditional = bits(node.definitions());
        this.bound = bound;
        this.within = node.within();
    }

    private static long bits(List<MatchRecognize.Definition> definitions) {
        long bits = 0;
        for (MatchRecognize.Definition definition : definitions) {
            bits |= 1L << definition.variable();
        }
        return bits;
    }

    public MatchProgram program() {
        return program;
    }

    public MatchAttempt newAttempt() {
        return new MatchAttempt(program, sets, bound != 0);
    }

    /**
     * Begins a batch.
     *
     * @param newTimes event times by row id
     * @param newWatermark no rows before it can come any more; {@code Long.MAX_VALUE} when none can come at all
     */
    public void beginBatch(LongStore newTimes, long newWatermark) {
        times = newTimes;
        watermark = newWatermark;
    }

    /**
     * Goes on with an attempt, or begins it.
     *
     * @param frontier the rows before it are there with all that their conditions look at
     */
    public Outcome run(MatchAttempt attempt, RowQueue rows, int frontier) {
        return run(attempt, rows, frontier, false);
    }

    /** Begins an attempt that had been waiting for the row at the frontier, and brings it there again. */
    public Outcome repeat(MatchAttempt attempt, RowQueue rows, int frontier) {
        return run(attempt, rows, frontier, true);
    }

    private Outcome run(MatchAttempt attempt, RowQueue rows, int frontier, boolean repeated) {
        while (true) {
            int at = attempt.at();
            boolean fails = false;
            if (++steps % STEPS_UNASKED == 0) {
                cancellation.check();
            }
            switch (program.operation(at)) {
                case MatchProgram.ROW -> {
                    int row = attempt.start() + attempt.length();
                    if (row >= frontier && (repeated || mayCome(attempt, rows, row))) {
                        return Outcome.WAITING;
                    }
                    fails = row >= frontier || !takes(attempt, rows, row);
                }
                case MatchProgram.CHOICE -> fails = !attempt.choose(program.first(at), program.second(at));
                case MatchProgram.JUMP -> attempt.goTo(program.first(at));
                case MatchProgram.ENTER_LOOP -> {
                    attempt.setIterated(program.first(at), -1);
                    attempt.goTo(at + 1);
                }
                case MatchProgram.ITERATE -> {
                    fails = !attempt.iterate(program.first(at));
                    attempt.goTo(at + 1);
                }
                default -> {
                    attempt.end(true);
                    return Outcome.FOUND;
                }
            }
            attempt.step();
            if (fails && !attempt.backtrack()) {
                attempt.end(false);
                return Outcome.FAILED;
            }
            if (bound != 0 && attempt.isTooLong(MOST_STEPS, STEPS_PER_ROW)) {
                attempt.end(false);
                return Outcome.GIVEN_UP;
            }
        }
    }

    /** Whether a row that an attempt lacks can still come in time. */
    private boolean mayCome(MatchAttempt attempt, RowQueue rows, int row) {
        if (row < rows.size()) {
            return !isTooLate(attempt, rows, row);
        }
        if (watermark == Long.MAX_VALUE) {
            return false;
        }
        if (within.isPresent() && watermark > deadline(attempt.start(), rows)) {
            attempt.cutByTime();
            return false;
        }
        return true;
    }

    /** The last time of a row that an attempt from a row on can take. */
    public long deadline(int start, RowQueue rows) {
        long begin = times.value(rows.id(start));
        long end = begin + within.orElse(0);
        return end < begin ? Long.MAX_VALUE : end;
    }

    private boolean isTooLate(MatchAttempt attempt, RowQueue rows, int row) {
        if (within.isEmpty() || times.value(rows.id(row)) <= deadline(attempt.start(), rows)) {
            return false;
        }
        attempt.cutByTime();
        return true;
    }

    private boolean takes(MatchAttempt attempt, RowQueue rows, int row) {
        int variable = program.variable(attempt.at());
        long bit = 1L << variable;
        boolean refused = (conditional & ~bound & bit) != 0 && (rows.truths(row) & bit) == 0;
        if (refused || isTooLate(attempt, rows, row)) {
            return false;
        }
        attempt.take(variable);
        if (bound != 0) {
            conditions.taken(variable, attempt, rows);
            if ((bound & bit) != 0 && !conditions.holds(variable, attempt, rows)) {
                return false;
            }
        }
        attempt.goTo(attempt.at() + 1);
        return true;
    }
}
