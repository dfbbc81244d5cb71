package io.millrace.codec.graph;

/** The kinds of nodes, by the names that are written. */
enum NodeKind {
    SOURCE,
    VALUES,
    FILTER,
    PROJECT,
    WINDOW_ASSIGN,
    UNNEST,
    UNION,
    NEGATE,
    EXCHANGE,
    JOIN,
    AGGREGATE,
    WINDOW_CLOSE,
    TOP_N,
    OVER,
    SESSION_WINDOW,
    SESSION_AGGREGATE,
    ASOF_JOIN,
    TEMPORAL_FILTER,
    MATCH_RECOGNIZE,
    WINDOW_FILL,
    LOOKUP_JOIN,
    RECURSION,
    AWAITED_JOIN
}
