package io.millrace.catalog;

import io.millrace.dstream.expression.Expression;

/**
 * A condition that no row may make false.
 *
 * @param name empty when it has none
 * @param text the condition as SQL
 * @param condition over the declared columns
 */
public record CheckConstraint(String name, String text, Expression condition) {

    /** How messages call it. */
    public String title() {
        return name.isEmpty() ? "CHECK (" + text + ")" : "constraint \"" + name + "\"";
    }
}
