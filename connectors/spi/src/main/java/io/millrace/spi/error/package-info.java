/**
 * Errors as users see them: a stable code with blame and SQLSTATE, a text with a remedy, and a position in the SQL.
 *
 * <p>Only the JDK and the data model may be used here.
 */
package io.millrace.spi.error;
