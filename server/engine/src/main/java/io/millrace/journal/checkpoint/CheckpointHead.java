package io.millrace.journal.checkpoint;

/**
 * Where a checkpoint stands in the history of the server.
 *
 * @param epoch of the server that wrote it
 * @param batch the last one that is in it
 * @param lsn of the first record of the journal that is not in it
 * @param timestamp when it was cut, epoch milliseconds
 */
public record CheckpointHead(long epoch, long batch, long lsn, long timestamp) {}
