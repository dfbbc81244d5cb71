package io.millrace.catalog;

import io.millrace.dstream.expression.Expression;
import io.millrace.engine.refused.RowExpectation;
import java.util.Optional;

/**
 * A condition that no row may make false, or should not.
 *
 * @param name empty when it has none
 * @param text the condition as SQL
 * @param condition over the declared columns
 * @param violation what becomes of rows that make an EXPECT false; empty for a CHECK
 */
public record CheckConstraint(
        String name, String text, Expression condition, Optional<RowExpectation.Violation> violation) {

    /** Whether a statement with such a row changes nothing. */
    public boolean refusesStatements() {
        return violation.orElse(RowExpectation.Violation.FAIL) == RowExpectation.Violation.FAIL;
    }

    /** Whether rows that break it are left out, and nobody is refused for them. */
    public boolean dropsRows() {
        return violation.filter(word -> word == RowExpectation.Violation.DROP).isPresent();
    }

    /** How messages call it. */
    public String title() {
        String condition = (violation.isPresent() ? "EXPECT (" : "CHECK (") + text + ")";
        return name.isEmpty() ? condition : "constraint \"" + name + "\"";
    }
}
