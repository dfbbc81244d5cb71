/**
 * What aggregates remember: accumulators as cells by group, and tables of groups that own them.
 *
 * <p>May use the graph's aggregate calls, state tables and generated code. Batches, watermarks and output must not enter.
 */
package io.millrace.engine.aggregate;
