/**
 * Values as columns of bytes: the parameters of batches on their way to the server, rows on their way from it. Knows values as Avatica holds
 * them, and the HTTP client; no JDBC objects.
 */
package io.millrace.jdbc.columns;
