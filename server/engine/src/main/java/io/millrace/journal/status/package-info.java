/**
 * How a journal does: its size, and how long the disk takes.
 */
package io.millrace.journal.status;
