/**
 * What is owed to queries that wait for a source, as plain data: batches, and what happened between them, in their order. Who runs it, and
 * when, is no concern of this room.
 */
package io.millrace.engine.owed;
