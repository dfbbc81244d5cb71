/**
 * Rows, maps and what lies in them as objects of JDBC: the server sends such a value as JSON, and its type as SQL writes it.
 *
 * <p>Connections, results and Avatica must not enter.
 */
package io.millrace.jdbc.nested;
