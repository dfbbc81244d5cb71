/**
 * Functions of other dialects that have code of ours, each with how it is called, its type and what a call becomes.
 *
 * <p>What stands in the graph for them is made by {@link io.millrace.planner.expression}.
 */
package io.millrace.planner.expression.library;
