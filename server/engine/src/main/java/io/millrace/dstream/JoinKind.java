package io.millrace.dstream;

/** The kinds of {@link Join}; a right outer join is a left one with its sides exchanged. */
public enum JoinKind {
    INNER,
    LEFT,
    FULL,
    SEMI,
    ANTI
}
