/**
 * Patterns matched on UTF-8 bytes: LIKE and regular expressions.
 */
package io.millrace.engine.codegen.runtime.regex;
