/**
 * What the rewrites of the algebra share with the rest of the planner: nodes that stand for windows, sessions and snapshots, facts
 * about expressions, and refusals in the user's words.
 *
 * <p>The rewrites live in {@code normalization}.
 */
package io.millrace.planner.rules;
