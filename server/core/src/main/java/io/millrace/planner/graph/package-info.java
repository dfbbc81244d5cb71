/**
 * The translation of relational algebra into DStreams: one class per kind of node, all reached from {@code GraphBuilder}.
 *
 * <p>What is known of a translated node lives in {@code node}.
 */
package io.millrace.planner.graph;
