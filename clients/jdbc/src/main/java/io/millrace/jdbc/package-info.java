/**
 * The thin JDBC driver: Avatica's remote driver, with its faults mended where streams make them hurt.
 *
 * <p>Rows are handed out as soon as their frame arrives; cancel, query timeout and closing a result reach the server; errors are
 * {@link java.sql.SQLException}s with the server's text and SQLSTATE. Only Avatica and the JDK (11) may be used here.
 */
package io.millrace.jdbc;
