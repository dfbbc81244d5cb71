package io.millrace.codec.graph;

/** The kinds of values that a match can be asked for, by the names that are written. */
enum MatchValueKind {
    NAVIGATION,
    CLASSIFIER,
    MATCH_NUMBER,
    AGGREGATED
}
