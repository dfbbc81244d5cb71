/**
 * Tables of databases as sinks: the rows of a batch and its number in one local transaction, through JDBC.
 *
 * <p>What is peculiar to a database is in {@link io.millrace.connector.jdbc.Database}. Nothing that users write reaches a driver but
 * parsed addresses and properties of an allow-list.
 */
package io.millrace.connector.jdbc;
