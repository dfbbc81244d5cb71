package io.millrace.codec.graph;

/** The kinds of expressions, by the names that are written. */
enum ExpressionKind {
    COLUMN,
    LITERAL,
    CALL,
    SOURCE_CALL,
    PLACEHOLDER,
    /** A call with its position before it. */
    PLACED_CALL,
    PLACED_SOURCE_CALL
}
