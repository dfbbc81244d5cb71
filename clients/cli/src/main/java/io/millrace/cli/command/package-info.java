/**
 * The shell itself: scripts of statements and commands, and what each command does.
 *
 * <p>Runs without a terminal; a person's one is above.
 */
package io.millrace.cli.command;
