/**
 * Queries as bytes: every node, expression and pattern of the graph, exactly.
 *
 * <p>A graph is a list of parts in which each part refers only to those before it, so that reading needs no recursion, finds no
 * cycle, and keeps what is shared shared. Kinds and functions are written by their names in the graph's own vocabulary.
 */
package io.millrace.codec.graph;
