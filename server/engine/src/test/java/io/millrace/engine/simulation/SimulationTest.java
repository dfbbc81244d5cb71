package io.millrace.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code -Dsimulation.seed=7 -Dsimulation.seeds=1} repeats one course. */
class SimulationTest {

    private static final int FEW = 50;
    private static final int TWICE = 20;
    private static final int MANY = 5_000;

    /** In threads of its own, so that they are not taken for others'. */
    private static List<String> run(long seed, boolean diskFails) {
        CompletableFuture<List<String>> trace = new CompletableFuture<>();
        new Thread(new ThreadGroup("seed " + seed), () -> complete(seed, diskFails, trace)).start();
        return trace.join();
    }

    private static void complete(long seed, boolean diskFails, CompletableFuture<List<String>> trace) {
        Simulation simulation = new Simulation(seed, diskFails);
        try (simulation) {
            simulation.run();
        } catch (Throwable e) {
            System.out.println(simulation.world().newest());
            trace.completeExceptionally(new AssertionError(
                    "-Dsimulation.seed=" + seed + ": " + e.getMessage() + "\n"
                            + simulation.world().newest(),
                    e));
        }
        trace.complete(simulation.world().trace());
    }

    private static void run(int seeds) {
        long first = Long.getLong("simulation.seed", 1);
        long end = first + Integer.getInteger("simulation.seeds", seeds);
        for (long seed = first; seed < end; seed++) {
            run(seed, true);
        }
        System.out.println("seeds " + first + " to " + (end - 1) + " are well");
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void nothingIsLostNorTwiceInAnyCourse() {
        run(FEW);
    }

    /** A checkpoint kept that a sink had failed whose only trouble was that the journal could not be written. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void norInACourseThatWentWrongOnce() {
        run(257, true);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void sameSeedGivesTheSameTraceWhereTheDiskWorks() {
        long first = Long.getLong("simulation.seed", 1);
        long end = first + Integer.getInteger("simulation.seeds", TWICE);
        for (long seed = first; seed < end; seed++) {
            assertThat(String.join("\n", run(seed, false)))
                    .as("-Dsimulation.seed=" + seed)
                    .isEqualTo(String.join("\n", run(seed, false)));
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void norInThousands() {
        run(MANY);
    }
}
