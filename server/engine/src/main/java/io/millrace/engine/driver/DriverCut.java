package io.millrace.engine.driver;

import io.millrace.engine.history.DefinitionText;
import io.millrace.engine.input.ReadSource;
import io.millrace.journal.checkpoint.CheckpointCut;
import java.util.List;
import java.util.Map;

/**
 * Everything that the driver held after a batch. Immutable.
 *
 * @param batch the newest
 * @param timestamp of that batch
 * @param position in the history, of the first event that is not in it
 * @param begun the definitions of sinks that were not named, because the statements that make them go on; by name
 * @param read how far the sources of tables were read
 * @param state what a checkpoint stores
 * @param nanos for how long no batch could run because of the cut
 */
public record DriverCut(
        long batch,
        long timestamp,
        long position,
        Map<String, DefinitionText> begun,
        List<ReadSource> read,
        CheckpointCut state,
        long nanos) {}
