/**
 * What state is made of: numbers by id in blocks that are shared between versions, how batches are taken back, how cuts are taken
 * and written, and the bytes they are written as.
 *
 * <p>Knows nothing of rows, keys or operators.
 */
package io.millrace.engine.state.cell;
