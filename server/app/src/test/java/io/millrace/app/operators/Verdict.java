package io.millrace.app.operators;

/**
 * What came of a question.
 *
 * @param expected what Calcite answers
 * @param outcome whether the server says the same
 * @param detail what the server answers
 */
record Verdict(String sql, String expected, Outcome outcome, String detail) {

    enum Outcome {
        RIGHT,
        DIFFERENT,
        REFUSED,
        /** Different or refused, and listed as an answer that was chosen. */
        CHOSEN,
        /** An internal error, which no list excuses. */
        BROKEN
    }
}
