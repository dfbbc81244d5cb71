/**
 * Patterns over rows, as MATCH_RECOGNIZE declares them: plain data.
 */
package io.millrace.dstream.pattern;
