package io.millrace.engine.operator.pattern;

import io.millrace.dstream.MatchRecognize.AfterMatch;
import io.millrace.dstream.MatchRecognize.Skip;
import io.millrace.engine.match.FoundMatch;

/** Where the search goes on after a match. */
final class MatchSkip {

    private final AfterMatch after;

    MatchSkip(AfterMatch after) {
        this.after = after;
    }

    /** How many rows after the first of a match the search goes on: 0 when it would stand still, −1 when there is no such row. */
    int rows(FoundMatch found) {
        int length = found.length();
        Skip skip = after.skip();
        if (length == 0 || skip == Skip.TO_NEXT_ROW) {
            return 1;
        }
        if (skip == Skip.PAST_LAST_ROW) {
            return length;
        }
        int target = -1;
        for (int row = 0; row < length && (target < 0 || skip == Skip.TO_LAST); row++) {
            if (after.variables().contains(found.variable(row))) {
                target = row;
            }
        }
        return target;
    }

    /** Why the search cannot go on so many rows after the first of a match. */
    String failure(int skipped) {
        return "AFTER MATCH SKIP " + (after.skip() == Skip.TO_FIRST ? "TO FIRST " : "TO LAST ")
                + (skipped < 0
                        ? "names a variable that has no row in the match that begins with this row"
                        : "would go back to the first row of the match, and find the same match for ever")
                + "; use SKIP TO NEXT ROW or SKIP PAST LAST ROW";
    }
}
