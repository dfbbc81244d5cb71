/** JSON lines: one JSON object per line, of which only the columns asked for are decoded. */
package io.millrace.connector.formats.json;
