package io.millrace.engine.refused;

import io.millrace.dstream.expression.Expression;

/**
 * A condition that rows should not make false, and what becomes of those that do.
 *
 * @param title how messages call it
 * @param condition over the declared columns
 */
public record RowExpectation(String title, Expression condition, Violation violation) {

    /** The same, with the condition over other columns. */
    public RowExpectation over(Expression other) {
        return new RowExpectation(title, other, violation);
    }

    /** What becomes of a row. */
    public enum Violation {
        /** It goes to the relation of failed rows, and nowhere else. */
        DROP,
        /** Its source is read no further. */
        FAIL,
        /** It is taken, and a copy goes to the relation of failed rows. */
        KEEP
    }
}
