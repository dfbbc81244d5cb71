/**
 * The driver: one batch loop for the whole server.
 *
 * <p>It decides what is in a batch, runs all queries over it, commits and publishes. SQL, sessions and threads of partitions must not enter.
 */
package io.millrace.engine.driver;
