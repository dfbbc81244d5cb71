/**
 * MATCH_RECOGNIZE from syntax to algebra: which values of a match each expression reads, and the pattern.
 *
 * <p>Stands in for Calcite's own validation and conversion of the clause, so that every error has a position and the meaning is the
 * standard's.
 */
package io.millrace.planner.match;
