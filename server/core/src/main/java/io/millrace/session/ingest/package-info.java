/**
 * Rows that come as bytes of a format and are inserted at once, or not at all.
 *
 * <p>What protocol brought them is not known here.
 */
package io.millrace.session.ingest;
