/**
 * What runs a DStream on one partition: operators that take the pages of a delta and emit pages.
 *
 * <p>May use the graph, generated code and state tables. Threads, batches and exchanges are not decided here.
 */
package io.millrace.engine.operator;
