/**
 * Functions that users have made: how calls of them are checked, and how their bodies take the place of the calls in relational algebra;
 * and values in place of parameters.
 *
 * <p>What a body means is said by who plans it; nothing here parses or validates SQL.
 */
package io.millrace.planner.function;
