/**
 * A translated node with what is known of it: times, keys, distribution, bounds of joins; and changes of finished graphs.
 *
 * <p>Nothing of Calcite's algebra is translated here; that is done one room up, by the kind of the node.
 */
package io.millrace.planner.graph.node;
