package io.millrace.codec.graph;

/** The kinds of row patterns, by the names that are written. */
enum PatternKind {
    VARIABLE,
    CONCATENATION,
    ALTERNATION,
    PERMUTATION,
    QUANTIFIED,
    EXCLUSION
}
