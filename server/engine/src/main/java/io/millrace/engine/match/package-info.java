/**
 * The search for row patterns: patterns as programs, the rows of one partition, and the attempt that stops where rows are missing.
 *
 * <p>May use the graph and state. Operators must not enter: what a condition reads is asked through an interface.
 */
package io.millrace.engine.match;
