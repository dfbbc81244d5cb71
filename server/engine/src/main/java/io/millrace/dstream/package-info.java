/**
 * The transformation graph: nodes, row types and expressions. Immutable, engine-neutral plain data.
 *
 * <p>What to compute, never how: no operators, no state, no SQL text and no Calcite types may enter.
 */
package io.millrace.dstream;
