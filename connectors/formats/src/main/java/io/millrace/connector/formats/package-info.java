/**
 * What record formats share: finding bytes, reading the text of values straight into columns, and the loop over lines.
 *
 * <p>Nothing here knows a transport, and nothing makes an object or a string per row.
 */
package io.millrace.connector.formats;
