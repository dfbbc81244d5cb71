/**
 * Results of aggregates that see the rows of a group in order: lists, first and last values, percentiles.
 *
 * <p>May use calls and ordered rows. How rows come to their groups must not enter.
 */
package io.millrace.engine.aggregate.arranged;
