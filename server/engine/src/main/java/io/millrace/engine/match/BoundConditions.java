package io.millrace.engine.match;

/** The conditions of variables that depend on the rows matched so far. */
public interface BoundConditions {

    /** Takes notice of the last row of an attempt, which may be taken back later: called for every row, first of all. */
    void taken(int variable, MatchAttempt attempt, RowQueue rows);

    /** Whether the condition of a variable that depends on the match holds for the last row of an attempt. */
    boolean holds(int variable, MatchAttempt attempt, RowQueue rows);
}
