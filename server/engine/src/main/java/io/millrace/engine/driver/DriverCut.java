package io.millrace.engine.driver;

import io.millrace.journal.checkpoint.CheckpointCut;

/**
 * Everything that the driver held after a batch. Immutable.
 *
 * @param batch the newest
 * @param timestamp of that batch
 * @param position in the history, of the first event that is not in it
 * @param state what a checkpoint stores
 */
public record DriverCut(long batch, long timestamp, long position, CheckpointCut state) {}
