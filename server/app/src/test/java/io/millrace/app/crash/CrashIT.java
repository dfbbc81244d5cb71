package io.millrace.app.crash;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the server at random moments. {@code -Dcrash.rounds} gives the number of rounds and {@code -Dcrash.seed} repeats what was random in
 * a run that failed, except for what depends on how fast it was; its data directory is kept.
 */
class CrashIT {

    private static final int ROUNDS_OF_A_DIRECTORY = 30;
    private static final int FEW_ROUNDS = 30;
    private static final int MANY_ROUNDS = 300;

    private static void run(int rounds) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        for (int done = 0; done < rounds; done += ROUNDS_OF_A_DIRECTORY) {
            runIn(
                    Files.createTempDirectory("millrace-crash"),
                    seed + done,
                    Math.min(ROUNDS_OF_A_DIRECTORY, rounds - done));
        }
    }

    private static void runIn(Path directory, long seed, int rounds) throws Exception {
        try (Campaign campaign = new Campaign(directory, seed)) {
            try {
                for (int round = 0; round < rounds; round++) {
                    campaign.round();
                }
                campaign.breakOffRecoveries();
                campaign.finish();
            } catch (Throwable e) {
                throw new AssertionError(
                        "-Dcrash.seed=" + seed + " in " + directory + ", " + campaign.summary() + ": " + e.getMessage(),
                        e);
            }
            System.out.println("seed " + seed + ": " + campaign.summary());
        }
        Directories.delete(directory);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingIsLostAndNothingTwiceWhenTheServerIsKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", FEW_ROUNDS));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nothingIsLostAndNothingTwiceHoweverOftenTheServerIsKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", MANY_ROUNDS));
    }
}
