/**
 * What is said of a graph as a whole: the query that it computes, and which clocks it looks at.
 *
 * <p>A new kind of node belongs into {@code dstream} itself.
 */
package io.millrace.dstream.query;
