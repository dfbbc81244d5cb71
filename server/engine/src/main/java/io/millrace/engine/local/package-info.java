/**
 * The engine of one process: a thread per partition, exchanges as arrays of pages.
 *
 * <p>May use operators and the engine's contracts. Sources, catalogs and SQL must not enter.
 */
package io.millrace.engine.local;
