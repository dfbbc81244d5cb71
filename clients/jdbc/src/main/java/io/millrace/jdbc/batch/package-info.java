/**
 * The parameters of a batch as columns of bytes, and how they get to the server. Knows values as Avatica holds them, and the HTTP client; no
 * JDBC objects.
 */
package io.millrace.jdbc.batch;
