/**
 * The line editor of a person at a terminal: completion, colours, history. The gate to JLine's reader.
 */
package io.millrace.cli.terminal;
