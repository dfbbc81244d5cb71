/** Backups of data directories, whose servers may run meanwhile, and data directories that are made of backups. */
package io.millrace.app.backup;
