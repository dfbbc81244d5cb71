/** The answers to JDBC's {@code DatabaseMetaData}: tables, columns, types and what the product says of itself. */
package io.millrace.endpoint.metadata;
