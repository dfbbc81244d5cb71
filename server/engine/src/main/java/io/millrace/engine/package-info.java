/**
 * The driver: one batch loop for the whole server, and the contract of the engines that execute its batches.
 *
 * <p>The driver decides what is in a batch, runs all queries over it, commits and publishes. It sees sources through the
 * connector SPI and queries as graphs; SQL, sessions and threads of partitions must not enter.
 */
package io.millrace.engine;
