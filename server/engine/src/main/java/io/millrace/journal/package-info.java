/**
 * The journal: the one ordered log of the server, as typed records of bytes. How it is written, made durable, read again and examined.
 *
 * <p>What records mean does not enter here: no statements, batches or queries. The format is described in {@code docs/durability.md};
 * a layout of a published version never changes.
 */
package io.millrace.journal;
