package io.millrace.engine.driver;

import io.millrace.journal.checkpoint.CheckpointCut;

/**
 * Everything that the driver held after a batch. Immutable.
 *
 * @param batch the newest
 * @param timestamp of that batch
 * @param state what a checkpoint stores
 */
public record DriverCut(long batch, long timestamp, CheckpointCut state) {}
