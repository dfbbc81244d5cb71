/**
 * Rows on their way to a client: values in and out of pages, the final sort, and the cursors that clients fetch from.
 *
 * <p>No SQL and no statements may enter.
 */
package io.millrace.session.rows;
