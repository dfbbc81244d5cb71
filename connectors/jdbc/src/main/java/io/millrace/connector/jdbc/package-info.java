/**
 * Tables of databases as sinks: the rows of a batch and its number in one local transaction, through JDBC; and the connector itself.
 */
package io.millrace.connector.jdbc;
