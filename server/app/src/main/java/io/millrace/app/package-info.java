/**
 * The program: command line, wiring of the server, demos.
 *
 * <p>Nothing imports this package. What a statement means, how rows flow and how they are served live in the rooms below; here they
 * are only put together, started and stopped.
 */
package io.millrace.app;
