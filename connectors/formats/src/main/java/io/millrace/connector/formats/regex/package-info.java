/** Lines that a regular expression takes apart; the gate to RE2/J. */
package io.millrace.connector.formats.regex;
