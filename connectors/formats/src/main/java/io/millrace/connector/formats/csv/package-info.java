/** Comma-separated values as RFC 4180 describes them, with or without a header line. */
package io.millrace.connector.formats.csv;
