/**
 * Tables and queries of databases as sources: read once by ranges of their key, or again and again by a column that grows.
 *
 * <p>Nobody promises that a table reads the same twice, so that the server keeps what it is given, and how far reading had come with it.
 */
package io.millrace.connector.jdbc.source;
