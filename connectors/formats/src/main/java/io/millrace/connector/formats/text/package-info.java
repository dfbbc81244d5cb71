/** Plain text: each line is the value of the only column. */
package io.millrace.connector.formats.text;
