package io.millrace.dstream.join;

/** The kinds of {@link io.millrace.dstream.Join}; a right outer join is a left one with its sides exchanged. */
public enum JoinKind {
    INNER,
    LEFT,
    FULL,
    SEMI,
    ANTI
}
