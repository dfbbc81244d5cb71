/**
 * Streams and tables on their way into a batch: what was read of them, what waits, their declared columns.
 */
package io.millrace.engine.input;
