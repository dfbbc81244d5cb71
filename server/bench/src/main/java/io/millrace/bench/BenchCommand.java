package io.millrace.bench;

import picocli.CommandLine.Command;

/** {@code millrace bench}: measures the server on this machine. */
@Command(
        name = "bench",
        description = "Measures the server on this machine.",
        subcommands = {
            NexmarkCommand.class,
            LatencyCommand.class,
            SoakCommand.class,
            ReadersCommand.class,
            InsertsCommand.class,
            PlanningCommand.class,
            RecoveryCommand.class,
            CheckpointsCommand.class
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand {}
