/**
 * The data directory of a server as a whole: whose it is, and the files in it that belong neither to the journal nor to checkpoints.
 */
package io.millrace.app.directory;
