/**
 * What lets a server go on where it was: its journal and its checkpoints, kept while it runs, and read when it starts.
 */
package io.millrace.session.durable;
