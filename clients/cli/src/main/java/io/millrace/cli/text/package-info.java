/**
 * Text as it is typed, or stands in a file: where statements and commands begin and end, and what stands for variables.
 *
 * <p>Knows no more of SQL than its tokens; nothing here talks to a server or a terminal.
 */
package io.millrace.cli.text;
