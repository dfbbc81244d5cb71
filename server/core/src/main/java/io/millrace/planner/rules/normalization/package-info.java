/**
 * The rewrites themselves and their order: what Millrace adds to the algebra is lowered to plain algebra, filters sink, columns
 * that nobody reads go.
 *
 * <p>A new rewrite belongs here; a node or a refusal that others share belongs into {@code planner.rules}.
 */
package io.millrace.planner.rules.normalization;
