/**
 * Stream scripts: statements, batches of input and expected results as text, run over JDBC against a real server.
 *
 * <p>{@code ScriptParser} reads a file into directives, {@code ScriptRun} carries them out, {@code Configuration} says under which
 * circumstances. Nothing here may look behind the JDBC driver.
 */
package io.millrace.app.script;
