/**
 * Follows the log of PostgreSQL: a table as it is, then all that changes in it.
 *
 * <p>The only place that knows PostgreSQL's driver; see decision 63. What is read reaches the server as rows with weights and the place in the
 * log behind them.
 */
package io.millrace.connector.jdbc.replication;
